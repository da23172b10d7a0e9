package dev.parley.auth.authz;

import dev.parley.api.auth.BreakGlassApi.BreakGlass;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A break-glass as it is kept.
///
/// @param sessionId of its token
public record StoredBreakGlass(
        UserId userId,
        SessionId sessionId,
        @Nullable Permission permission,
        @Nullable ConversationId conversationId,
        String reason,
        Instant openedAt,
        Instant expiresAt,
        @Nullable Instant endedAt) {

    StoredBreakGlass ended(Instant now) {
        return new StoredBreakGlass(userId, sessionId, permission, conversationId, reason, openedAt, expiresAt, now);
    }

    boolean isOpen(Instant now) {
        return endedAt == null && now.isBefore(expiresAt);
    }

    BreakGlass shown(String id) {
        return new BreakGlass(id, userId, permission, conversationId, reason, openedAt, expiresAt, endedAt);
    }
}
