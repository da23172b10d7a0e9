package dev.parley.api.messaging;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/// @param latestSeq seq of the newest message, 0 when there is none
public record Conversation(
        ConversationId id, String title, UserId createdBy, Instant createdAt, long memberCount, long latestSeq) {}
