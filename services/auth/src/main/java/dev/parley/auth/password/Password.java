package dev.parley.auth.password;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;

/// A password as a person typed it, in the form that is hashed: the OpaqueString profile of RFC 8265 §4.2, that
/// is every kind of space as U+0020 and the rest in NFC, so that two keyboards give the same bytes. Letter case,
/// width and compatibility forms stay as they are.
///
/// Nothing is asked of its composition (NIST SP 800-63B §3.1.1.2): length, and not being one of those that
/// everybody uses.
public final class Password {
    /// Fewest characters (code points) of a new password, where the installation does not say otherwise.
    public static final int MIN_LENGTH = 12;
    /// Most characters of any password.
    public static final int MAX_LENGTH = 256;

    private static final int FEWEST_DIFFERENT = 5;
    private static final int FEWEST_BESIDES_USER_NAME = 8;
    private static final int SHORTEST_USER_NAME = 3;

    private final String text;

    private Password(String text) {
        this.text = text;
    }

    /// Any text is some password; whether it is good enough for a new one is asked with [#fault].
    public static Password of(Secret typed) {
        String text = new String(typed.reveal(), StandardCharsets.UTF_8);
        StringBuilder spaced = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.getType(c) == Character.SPACE_SEPARATOR ? ' ' : c)
                .forEach(spaced::appendCodePoint);
        return new Password(Normalizer.normalize(spaced, Normalizer.Form.NFC));
    }

    /// Why this cannot be anybody's new password, for that person to read.
    ///
    /// @param userNameKey the user name in lower case
    public Optional<Fault> fault(String userNameKey, PasswordPolicy policy) {
        long length = text.codePoints().count();
        if (length > MAX_LENGTH) {
            return malformed("at most " + MAX_LENGTH + " characters");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return malformed("no control characters");
        }
        if (length < policy.minLength()) {
            return weak("at least " + policy.minLength() + " characters");
        }
        if (text.codePoints().distinct().count() < FEWEST_DIFFERENT) {
            return weak("more different characters");
        }
        if (hasUserName(userNameKey)) {
            return weak("without the user name in it");
        }
        boolean known = policy.common().contains(text) || policy.breached().contains(text);
        return known ? weak("something that fewer people use") : Optional.empty();
    }

    /// A name of three letters is in many words, and counts only where little stands beside it.
    private boolean hasUserName(String userNameKey) {
        String besidesName = text.toLowerCase(Locale.ROOT).replace(userNameKey, "");
        boolean inside = besidesName.length() < text.length();
        return inside
                && (userNameKey.length() > SHORTEST_USER_NAME
                        || besidesName.codePoints().count() < FEWEST_BESIDES_USER_NAME);
    }

    /// A copy of the bytes that are hashed.
    byte[] bytes() {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "Password[hidden]";
    }

    private static Optional<Fault> malformed(String wanted) {
        return Optional.of(new Fault.Malformed("the password must have " + wanted));
    }

    private static Optional<Fault> weak(String wanted) {
        return Optional.of(new Fault.Weak("the password must be or have " + wanted));
    }

    /// What is wrong with a new password.
    public sealed interface Fault {
        String detail();

        /// Outside the limits of the contract.
        record Malformed(String detail) implements Fault {}

        /// Too easily guessed.
        record Weak(String detail) implements Fault {}
    }
}
