package dev.parley.api.auth;

import dev.parley.core.id.SessionId;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;

/// @param accessToken JWT (RFC 9068) for the `Authorization: Bearer` header
/// @param refreshToken opaque, good for one exchange
/// @param tokenType `Bearer`
/// @param expiresInSeconds life left of the access token
public record Tokens(
        Secret accessToken,
        Secret refreshToken,
        String tokenType,
        long expiresInSeconds,
        UserId userId,
        SessionId sessionId) {}
