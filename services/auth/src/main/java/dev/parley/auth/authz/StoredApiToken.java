package dev.parley.auth.authz;

import dev.parley.api.auth.ApiTokensApi.ApiToken;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An API token as it is kept.
///
/// @param tokenHash SHA-256 of its text, base64url
/// @param sessionId under which what it is exchanged for is revoked: another one each time its owner loses
///     something
/// @param lastUsedAt to the hour; null before the first use
public record StoredApiToken(
        UserId userId,
        String name,
        Set<Permission> scopes,
        String tokenHash,
        SessionId sessionId,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant lastUsedAt) {
    private static final Duration USE_PRECISION = Duration.ofHours(1);

    public StoredApiToken {
        scopes = Set.copyOf(scopes);
    }

    boolean isGood(Instant now) {
        return now.isBefore(expiresAt);
    }

    /// Whether a use now is worth being written down.
    boolean isUsedAnew(Instant now) {
        return lastUsedAt == null || !now.isBefore(lastUsedAt.plus(USE_PRECISION));
    }

    StoredApiToken used(Instant now) {
        return new StoredApiToken(userId, name, scopes, tokenHash, sessionId, createdAt, expiresAt, now);
    }

    StoredApiToken with(SessionId other) {
        return new StoredApiToken(userId, name, scopes, tokenHash, other, createdAt, expiresAt, lastUsedAt);
    }

    ApiToken shown(String id) {
        return new ApiToken(id, name, scopes, createdAt, expiresAt, lastUsedAt);
    }
}
