package dev.parley.auth.factor;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The form of recovery codes: 24 characters of Crockford's base 32 in six groups, `k3tq-…`.
///
/// That is 120 random bits. From 112 on a fast hash is enough to store them (ASVS 5, 6.5.2), because nobody can try
/// them all; with the slow one of passwords, each sign-in with one would cost ten of it.
final class RecoveryCode {
    /// Codes that an account gets at a time.
    static final int COUNT = 10;

    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 24;
    private static final int GROUP = 4;
    private static final int MAX_TYPED = 64;

    private RecoveryCode() {}

    static List<Secret> newCodes(SecureRandom random) {
        List<Secret> codes = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            codes.add(Secret.of(newCode(random)));
        }
        return List.copyOf(codes);
    }

    /// What is hashed: the code without its hyphens, in lower case, and with the letters that people read for
    /// digits put right. Empty for what was never one.
    static Optional<byte[]> canonical(Secret typed) {
        if (typed.lengthBytes() > MAX_TYPED) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        for (byte b : typed.reveal()) {
            char c = Character.toLowerCase((char) b);
            if (c == '-' || c == ' ') {
                continue;
            }
            char meant = c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c;
            if (ALPHABET.indexOf(meant) < 0) {
                return Optional.empty();
            }
            text.append(meant);
        }
        return text.length() == LENGTH
                ? Optional.of(text.toString().getBytes(StandardCharsets.US_ASCII))
                : Optional.empty();
    }

    private static String newCode(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
