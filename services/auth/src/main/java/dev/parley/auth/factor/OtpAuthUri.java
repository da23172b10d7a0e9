package dev.parley.auth.factor;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The address that authenticator apps read from a QR code (the key URI format of Google Authenticator).
final class OtpAuthUri {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private OtpAuthUri() {}

    /// @param secret in base 32
    static String of(String issuer, String account, String secret) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=%d&period=%d"
                .formatted(encode(issuer), encode(account), secret, encode(issuer), Totp.DIGITS, Totp.STEP.toSeconds());
    }

    /// Base 32 without padding (RFC 4648 §6), as apps and people read it.
    static String base32(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : bytes) {
            bits = (bits << 8) | (b & 0xFF);
            held += 8;
            while (held >= 5) {
                held -= 5;
                text.append(ALPHABET.charAt((bits >>> held) & 31));
            }
        }
        if (held > 0) {
            text.append(ALPHABET.charAt((bits << (5 - held)) & 31));
        }
        return text.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
