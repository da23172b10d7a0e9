package dev.parley.media.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.function.Consumer;

/// A part of a sealed file in the clear. Its first bytes are opened before anyone sees the stream, so that damage
/// there is known while one can still say so; damage further on makes a read throw, and nothing after it is given.
public final class PlaintextStream extends InputStream {
    private static final int FIRST_BYTES = 8 << 10;

    private final SeekableByteChannel plaintext;
    private final Consumer<IOException> onDamage;
    private final ByteBuffer first;
    private long remaining;

    private PlaintextStream(
            SeekableByteChannel plaintext, ByteBuffer first, long remaining, Consumer<IOException> onDamage) {
        this.plaintext = plaintext;
        this.first = first;
        this.remaining = remaining;
        this.onDamage = onDamage;
    }

    /// The `length` bytes from `offset` on, both within the file. Closes `plaintext` when it is closed or cannot
    /// begin.
    ///
    /// @param onDamage told once, when a later read finds damage
    /// @throws IOException when the first bytes are damaged
    public static PlaintextStream open(
            SeekableByteChannel plaintext, long offset, long length, Consumer<IOException> onDamage)
            throws IOException {
        try {
            plaintext.position(offset);
            ByteBuffer first = ByteBuffer.allocate((int) Math.min(FIRST_BYTES, length));
            while (first.hasRemaining() && plaintext.read(first) >= 0) {
                // Reads until full.
            }
            if (first.hasRemaining()) {
                throw new IOException("the file is shorter than recorded");
            }
            return new PlaintextStream(plaintext, first.flip(), length, onDamage);
        } catch (IOException | RuntimeException e) {
            plaintext.close();
            throw e;
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (remaining == 0) {
            return -1;
        }
        int wanted = (int) Math.min(length, remaining);
        int count = first.hasRemaining() ? takeFirst(target, offset, wanted) : readOn(target, offset, wanted);
        remaining -= count;
        return count;
    }

    private int takeFirst(byte[] target, int offset, int wanted) {
        int taking = Math.min(wanted, first.remaining());
        first.get(target, offset, taking);
        return taking;
    }

    private int readOn(byte[] target, int offset, int wanted) throws IOException {
        try {
            int count = plaintext.read(ByteBuffer.wrap(target, offset, wanted));
            if (count <= 0) {
                throw new IOException("the file is shorter than recorded");
            }
            return count;
        } catch (IOException e) {
            onDamage.accept(e);
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        plaintext.close();
    }
}
