package dev.parley.client.token;

import dev.parley.core.secret.Secret;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.zip.CRC32;

/// The form of API tokens: `prlpat_`, 32 random bytes in base 62 (43 characters), and the CRC-32 of all before it
/// in base 62 (6 characters): `prlpat_[0-9A-Za-z]{49}`.
///
/// Prefix and checksum let scanners find a token in places where none belongs, and tell it from other text. They
/// keep typing errors from auth; they are no proof of anything.
public final class ApiTokenText {
    public static final String PREFIX = "prlpat_";
    /// Characters of a token.
    public static final int LENGTH = 56;

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int SECRET_BYTES = 32;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    private ApiTokenText() {}

    /// A new token that nobody has seen.
    public static Secret make(SecureRandom random) {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        String secret = PREFIX + digits(new BigInteger(1, bytes), SECRET_LENGTH);
        return Secret.of(secret + checksum(secret));
    }

    /// Whether it is meant as an API token.
    public static boolean looksLikeOne(String bearer) {
        return bearer.startsWith(PREFIX);
    }

    /// Whether every character of a token is as it was made.
    public static boolean isWhole(String token) {
        int end = LENGTH - CHECKSUM_LENGTH;
        return token.length() == LENGTH
                && looksLikeOne(token)
                && token.chars().skip(PREFIX.length()).allMatch(c -> DIGITS.indexOf(c) >= 0)
                && token.substring(end).equals(checksum(token.substring(0, end)));
    }

    private static String checksum(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.US_ASCII));
        return digits(BigInteger.valueOf(crc.getValue()), CHECKSUM_LENGTH);
    }

    private static String digits(BigInteger number, int length) {
        StringBuilder text = new StringBuilder(length);
        BigInteger rest = number;
        for (int i = 0; i < length; i++) {
            BigInteger[] divided = rest.divideAndRemainder(BASE);
            text.append(DIGITS.charAt(divided[1].intValue()));
            rest = divided[0];
        }
        return text.reverse().toString();
    }
}
