package dev.parley.auth.passkey;

import dev.parley.auth.key.Mac;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// Challenges of passkeys that nothing has to be stored for: 16 random bytes, the millisecond at which they end,
/// and an HMAC over both and over what they are for. So whoever asks for a challenge without signing in costs the
/// store nothing; only a challenge that was answered rightly is remembered, until it ends by itself.
public final class PasskeyChallenges {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int TAG_BYTES = 16;
    private static final int TAG_AT = RANDOM_BYTES + Long.BYTES;
    private static final int LENGTH = TAG_AT + TAG_BYTES;

    private final Mac mac;
    private final SecureRandom random;

    public PasskeyChallenges(Mac mac, SecureRandom random) {
        this.mac = mac;
        this.random = random;
    }

    /// A challenge that is one of ours, for what it is used for, and alive.
    public record Accepted(String id, Instant until) {}

    /// @param purpose what it may be used for, and by whom
    byte[] challenge(String purpose, Instant now) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        byte[] head = ByteBuffer.allocate(TAG_AT)
                .put(bytes)
                .putLong(now.plus(LIFE).toEpochMilli())
                .array();
        return ByteBuffer.allocate(LENGTH).put(head).put(tag(purpose, head)).array();
    }

    Optional<Accepted> accept(byte[] challenge, String purpose, Instant now) {
        if (challenge.length != LENGTH) {
            return Optional.empty();
        }
        byte[] head = Arrays.copyOf(challenge, TAG_AT);
        byte[] tag = Arrays.copyOfRange(challenge, TAG_AT, LENGTH);
        Instant until = Instant.ofEpochMilli(ByteBuffer.wrap(head).getLong(RANDOM_BYTES));
        if (!MessageDigest.isEqual(tag, tag(purpose, head)) || !now.isBefore(until)) {
            return Optional.empty();
        }
        String id = Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(head, RANDOM_BYTES));
        return Optional.of(new Accepted(id, until));
    }

    private byte[] tag(String purpose, byte[] head) {
        return Arrays.copyOf(mac.code(purpose.getBytes(StandardCharsets.UTF_8), head), TAG_BYTES);
    }
}
