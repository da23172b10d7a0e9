package dev.parley.auth.key;

import java.time.Instant;

/// A key that signs access tokens, as it is stored. Its id is the `kid`.
///
/// @param generation 1 for the first key of an installation, then one more for each. No two have the same
/// @param publicJwk the public half as a JSON Web Key (RFC 7517)
/// @param sealedJwk the whole key as a JSON Web Key, sealed
/// @param signsFrom from then on until the next generation signs
/// @param expiresAt when nothing that it signed can still be valid; far away while it has no successor
public record SigningKey(
        long generation, String publicJwk, String sealedJwk, Instant createdAt, Instant signsFrom, Instant expiresAt) {
    /// For a key whose end is not known yet.
    public static final Instant NEVER = Instant.parse("9999-12-31T00:00:00.000Z");

    SigningKey expiringAt(Instant end) {
        return new SigningKey(generation, publicJwk, sealedJwk, createdAt, signsFrom, end);
    }
}
