package dev.parley.messaging;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.messaging.Message;
import dev.parley.client.seal.Sealer;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.messaging.Message.Content;
import dev.parley.messaging.store.MessageStore.Stored;
import dev.parley.messaging.store.MessageStore.Unnumbered;
import java.nio.charset.StandardCharsets;

/// Turns what people wrote into what is stored, and back: the JSON form of [Content] under the conversation's data
/// key. The ids of tenant, conversation and message are the associated data, so a sealed content opens only where
/// it was put.
public final class MessageSealer {
    private final Sealer sealer;

    public MessageSealer(Sealer sealer) {
        this.sealer = sealer;
    }

    byte[] seal(TenantId tenant, ConversationId conversation, MessageId message, Content content) {
        return sealer.seal(
                tenant,
                DataKeyPurpose.CONVERSATION,
                conversation.value(),
                Json.bytes(content),
                place(tenant, conversation, message));
    }

    Message open(TenantId tenant, Stored stored) {
        Unnumbered message = stored.message();
        byte[] opened = sealer.open(tenant, message.sealed(), place(tenant, message.conversation(), message.id()));
        return message(message, stored.seq(), Json.read(opened, Content.class));
    }

    static Message message(Unnumbered message, long seq, Content content) {
        return new Message(
                message.id(),
                message.conversation(),
                seq,
                message.sender(),
                message.clientMessageId(),
                content.text(),
                content.attachments(),
                content.replyTo(),
                message.sentAt());
    }

    private static byte[] place(TenantId tenant, ConversationId conversation, MessageId message) {
        return (tenant.value() + "/" + conversation.value() + "/" + message.value())
                .getBytes(StandardCharsets.US_ASCII);
    }
}
