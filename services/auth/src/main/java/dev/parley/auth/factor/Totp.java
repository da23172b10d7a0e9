package dev.parley.auth.factor;

import dev.parley.core.secret.Secret;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Time-based one-time passwords (RFC 6238) as the apps that exist make them: HMAC-SHA-1, 30 seconds, 6 digits.
///
/// SHA-1 is no weakness here: HMAC needs no collision resistance (RFC 6238 §1.2, RFC 4226 §B), and most apps read
/// other algorithms from the URI and then ignore them.
public final class Totp {
    /// Bytes of a secret: as long as the hash (RFC 4226 §4, R6).
    public static final int SECRET_BYTES = 20;

    static final Duration STEP = Duration.ofSeconds(30);
    static final int DIGITS = 6;

    /// Steps before and after the present one whose code is accepted (RFC 6238 §5.2 asks for at most one of delay;
    /// one ahead is for phones whose clocks run fast).
    private static final int WINDOW = 1;
    private static final int MODULUS = 1_000_000;
    private static final String ALGORITHM = "HmacSHA1";

    private Totp() {}

    public static byte[] newSecret(SecureRandom random) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return secret;
    }

    static long step(Instant now) {
        return Math.floorDiv(now.getEpochSecond(), STEP.toSeconds());
    }

    /// The code of a step, six digits with leading zeros.
    public static String code(byte[] secret, long step) {
        byte[] mac = mac(secret, step);
        // Dynamic truncation, RFC 4226 §5.3.
        int offset = mac[mac.length - 1] & 0xF;
        int bits = ByteBuffer.wrap(mac).getInt(offset) & 0x7FFF_FFFF;
        return String.format("%0" + DIGITS + "d", bits % MODULUS);
    }

    /// The step that a code belongs to, when it is one of those around now and comes after `lastStep`: a step is
    /// good for one sign-in (RFC 6238 §5.2), and with it all before it.
    public static OptionalLong acceptedStep(byte[] secret, Secret code, Instant now, long lastStep) {
        long present = step(now);
        OptionalLong accepted = OptionalLong.empty();
        for (long step = present - WINDOW; step <= present + WINDOW; step++) {
            byte[] expected = code(secret, step).getBytes(StandardCharsets.US_ASCII);
            if (MessageDigest.isEqual(expected, code.reveal()) && step > lastStep) {
                accepted = OptionalLong.of(step);
            }
        }
        return accepted;
    }

    private static byte[] mac(byte[] secret, long step) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
