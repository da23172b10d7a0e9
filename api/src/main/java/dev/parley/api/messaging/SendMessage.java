package dev.parley.api.messaging;

import dev.parley.core.id.MediaId;
import dev.parley.core.id.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param clientMessageId chosen by the sender, 1 to 64 characters: sending it again is the same message
/// @param text 1 to 16384 characters; may be empty when there are attachments
/// @param attachments at most 10 files of this conversation. Whoever may not read one gets nothing from its id
/// @param replyTo a message of the same conversation, or null
public record SendMessage(
        String clientMessageId,
        String text,
        List<MediaId> attachments,
        @Nullable MessageId replyTo) {
    public SendMessage {
        attachments = attachments == null ? List.of() : List.copyOf(attachments);
    }
}
