package dev.parley.auth.password;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A password as it is stored: the hash with the salt and the cost that it was made with. Its text is the PHC
/// string format, `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, which other systems read and write too.
public final class PasswordHash {
    private static final Pattern PHC = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,3}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{1,90})\\$([A-Za-z0-9+/]{1,90})");
    private static final Base64.Encoder ENCODER = Base64.getEncoder().withoutPadding();

    private final Argon2Cost cost;
    private final byte[] salt;
    private final byte[] hash;

    PasswordHash(Argon2Cost cost, byte[] salt, byte[] hash) {
        this.cost = cost;
        this.salt = salt.clone();
        this.hash = hash.clone();
    }

    /// Reads what [#text] wrote.
    ///
    /// @throws IllegalStateException when it is damaged; the text is not repeated in the message
    public static PasswordHash parse(String text) {
        Matcher parts = PHC.matcher(text);
        if (!parts.matches()) {
            throw new IllegalStateException("a stored password hash is not in PHC form");
        }
        Argon2Cost cost = new Argon2Cost(
                Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
        Base64.Decoder decoder = Base64.getDecoder();
        return new PasswordHash(cost, decoder.decode(parts.group(4)), decoder.decode(parts.group(5)));
    }

    public String text() {
        return "$argon2id$v=19$m=" + cost.memoryKib() + ",t=" + cost.iterations() + ",p=" + cost.parallelism() + "$"
                + ENCODER.encodeToString(salt) + "$" + ENCODER.encodeToString(hash);
    }

    boolean weakerThan(Argon2Cost wanted) {
        return !cost.covers(wanted);
    }

    /// Whether `password` is the one. Costs one call of `function`.
    boolean matches(byte[] password, PasswordFunction function) {
        return MessageDigest.isEqual(hash, function.hash(password, salt, cost));
    }

    @Override
    public String toString() {
        return "PasswordHash[" + cost + "]";
    }
}
