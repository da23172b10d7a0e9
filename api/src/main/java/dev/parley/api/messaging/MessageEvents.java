package dev.parley.api.messaging;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/// Events that messaging puts on the log, keyed by conversation.
public final class MessageEvents {
    public static final String TOPIC = "messages";
    public static final String APPENDED = "message.appended.v1";

    private MessageEvents() {}

    /// Payload of [#APPENDED]. Holds no content: who needs it reads it from history.
    public record Appended(
            ConversationId conversationId, long seq, MessageId messageId, UserId senderId, Instant sentAt) {}
}
