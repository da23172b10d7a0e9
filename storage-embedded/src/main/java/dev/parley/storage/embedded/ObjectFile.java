package dev.parley.storage.embedded;

import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectTooLargeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The form of an object on disk: the content, then its SHA-256 in 32 bytes. In one file, so that one rename
/// publishes both.
final class ObjectFile {
    private static final int HASH_BYTES = 32;
    private static final int BUFFER_BYTES = 64 << 10;

    private ObjectFile() {}

    /// Copies `content` to its end.
    ///
    /// @throws ObjectTooLargeException when it is longer than `maxBytes`
    /// @throws UncheckedIOException when `content` fails
    /// @throws IOException when the file fails
    static Written write(FileChannel channel, InputStream content, long maxBytes) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER_BYTES];
        long size = 0;
        for (int read = read(content, buffer); read >= 0; read = read(content, buffer)) {
            size += read;
            if (size > maxBytes) {
                throw new ObjectTooLargeException(maxBytes);
            }
            digest.update(buffer, 0, read);
            writeFully(channel, ByteBuffer.wrap(buffer, 0, read));
        }
        byte[] hash = digest.digest();
        writeFully(channel, ByteBuffer.wrap(hash));
        return new Written(size, HexFormat.of().formatHex(hash));
    }

    private static int read(InputStream content, byte[] buffer) {
        try {
            return content.read(buffer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    static Written stat(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = contentSize(channel, file);
            ByteBuffer hash = ByteBuffer.allocate(HASH_BYTES);
            channel.position(size);
            while (hash.hasRemaining() && channel.read(hash) >= 0) {
                continue;
            }
            return new Written(size, HexFormat.of().formatHex(hash.array()));
        }
    }

    /// A stream over `range`, cut at the end of the content.
    static InputStream open(Path file, ByteRange range) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
        try {
            long size = contentSize(channel, file);
            long start = Math.min(range.offset(), size);
            channel.position(start);
            return new LimitedInputStream(Channels.newInputStream(channel), Math.min(range.length(), size - start));
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static long contentSize(FileChannel channel, Path file) throws IOException {
        long size = channel.size() - HASH_BYTES;
        if (size < 0) {
            throw new IOException("damaged: shorter than its hash: " + file);
        }
        return size;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /// @param sha256 64 lower-case hexadecimal digits
    record Written(long sizeBytes, String sha256) {}
}
