package dev.parley.media.seal;

import com.google.crypto.tink.StreamingAead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.GeneralSecurityException;

/// Seals what it reads. Holds about two segments in memory.
final class SealingStream extends InputStream {
    private static final int READ_BYTES = 64 << 10;

    private final InputStream plaintext;
    private final Drain drain = new Drain();
    private final OutputStream sealing;
    private final byte[] chunk = new byte[READ_BYTES];
    private boolean ended;

    SealingStream(StreamingAead scheme, InputStream plaintext, byte[] associatedData)
            throws GeneralSecurityException, IOException {
        this.plaintext = plaintext;
        this.sealing = scheme.newEncryptingStream(drain, associatedData);
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
        while (drain.isEmpty() && !ended) {
            sealMore();
        }
        return drain.isEmpty() ? -1 : drain.take(target, offset, length);
    }

    private void sealMore() throws IOException {
        int count = plaintext.read(chunk, 0, chunk.length);
        if (count < 0) {
            ended = true;
            sealing.close();
        } else {
            sealing.write(chunk, 0, count);
        }
    }

    /// What was sealed and not yet read.
    private static final class Drain extends ByteArrayOutputStream {
        private int taken;

        Drain() {
            super(2 * READ_BYTES);
        }

        boolean isEmpty() {
            return taken == count;
        }

        int take(byte[] target, int offset, int length) {
            int taking = Math.min(length, count - taken);
            System.arraycopy(buf, taken, target, offset, taking);
            taken += taking;
            if (isEmpty()) {
                reset();
                taken = 0;
            }
            return taking;
        }
    }
}
