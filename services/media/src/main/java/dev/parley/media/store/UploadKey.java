package dev.parley.media.store;

import dev.parley.core.id.UserId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// An idempotency key of one user. Clients choose it, so it is stored hashed: of one length, with nothing to read.
///
/// @param value 64 lower-case hexadecimal digits
public record UploadKey(String value) {
    public static UploadKey of(UserId user, String idempotencyKey) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((user.value() + '\n' + idempotencyKey).getBytes(StandardCharsets.UTF_8));
            return new UploadKey(HexFormat.of().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
