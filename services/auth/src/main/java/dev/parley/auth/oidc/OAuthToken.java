package dev.parley.auth.oidc;

import java.time.Instant;
import java.util.Set;

/// An access token of a client, as it was read and found to be ours.
///
/// @param id its `jti`
/// @param subject whom it speaks for: the client itself
record OAuthToken(String id, String client, String subject, Set<String> scopes, Instant issuedAt, Instant expiresAt) {
    OAuthToken {
        scopes = Set.copyOf(scopes);
    }

    boolean isAlive(Instant now) {
        return now.isBefore(expiresAt);
    }
}
