package dev.parley.api.messaging;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param seq its place in the conversation, from 1
public record Message(
        MessageId id,
        ConversationId conversationId,
        long seq,
        UserId senderId,
        String clientMessageId,
        String text,
        List<MediaId> attachments,
        @Nullable MessageId replyTo,
        Instant sentAt) {
    public Message {
        attachments = List.copyOf(attachments);
    }
}
