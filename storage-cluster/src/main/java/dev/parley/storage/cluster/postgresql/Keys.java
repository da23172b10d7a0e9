package dev.parley.storage.cluster.postgresql;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Numbers that stand for names where PostgreSQL wants numbers: in advisory locks.
final class Keys {
    private Keys() {}

    /// The first 64 bits of the SHA-256 of the parts, the same in every process.
    static long of(String... parts) {
        return ByteBuffer.wrap(digest(parts)).getLong();
    }

    /// The first 48 bits, as 12 hexadecimal digits.
    static String hex(String... parts) {
        return "%012x".formatted(of(parts) >>> 16);
    }

    private static byte[] digest(String... parts) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] utf8 = part.getBytes(StandardCharsets.UTF_8);
                sha256.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(utf8.length).flip());
                sha256.update(utf8);
            }
            return sha256.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
