package dev.parley.crypto;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What [Keys] makes of a plaintext, as text: `parley:v<version>:<base64 of nonce, ciphertext and tag>`.
///
/// There is exactly one text for each version and bytes: no leading zeros, no other alphabet, no missing padding
/// and no stray bits in the last character, so that a changed text never opens.
final class Ciphertext {
    /// Opens with no key.
    static final Ciphertext UNREADABLE = new Ciphertext(1, new byte[0]);

    private static final String PREFIX = "parley:v";
    private static final int MAX_VERSION_DIGITS = 9;

    private final int version;
    private final byte[] sealed;

    private Ciphertext(int version, byte[] sealed) {
        this.version = version;
        this.sealed = sealed;
    }

    static String format(int version, byte[] sealed) {
        return PREFIX + version + ":" + Base64.getEncoder().encodeToString(sealed);
    }

    /// @return nothing when it is not of this form
    static Optional<Ciphertext> parse(String text) {
        int colon = text.indexOf(':', PREFIX.length());
        if (!text.startsWith(PREFIX) || colon < 0) {
            return Optional.empty();
        }
        int version = parseVersion(text.substring(PREFIX.length(), colon));
        String base64 = text.substring(colon + 1);
        if (version < 1 || base64.length() % 4 != 0 || base64.isEmpty()) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getDecoder().decode(base64);
            return isCanonical(base64, sealed) ? Optional.of(new Ciphertext(version, sealed)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    int version() {
        return version;
    }

    /// Not copied: it is read once, by who parsed it.
    byte[] sealed() {
        return sealed;
    }

    /// @return 0 when it is not a version
    private static int parseVersion(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_VERSION_DIGITS || digits.charAt(0) == '0') {
            return 0;
        }
        int version = 0;
        for (int i = 0; i < digits.length(); i++) {
            char digit = digits.charAt(i);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            version = version * 10 + (digit - '0');
        }
        return version;
    }

    /// The decoder ignores bits of the last character that belong to no byte: only the last four characters can
    /// differ.
    private static boolean isCanonical(String base64, byte[] sealed) {
        int tail = (sealed.length - 1) % 3 + 1;
        byte[] last = Arrays.copyOfRange(sealed, sealed.length - tail, sealed.length);
        return base64.endsWith(Base64.getEncoder().encodeToString(last));
    }
}
