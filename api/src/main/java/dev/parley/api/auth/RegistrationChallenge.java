package dev.parley.api.auth;

import java.time.Instant;

/// Work to be done before a registration.
///
/// @param challenge opaque; good for one registration
/// @param bits how many zero bits SHA-256 of `<challenge>:<nonce>` must begin with; 0 when nothing is asked for
/// @param expiresAt when the challenge is good no longer
public record RegistrationChallenge(String challenge, int bits, Instant expiresAt) {
    /// A solved challenge.
    ///
    /// @param nonce at most 64 characters, found by trying
    public record Proof(String challenge, String nonce) {}
}
