package dev.parley.e2e.cluster.witness;

import com.fasterxml.jackson.databind.JsonNode;

/// A message as the platform shows it: in history, in a frame or in the answer to its sender.
///
/// @param sender the user's id
public record SeenMessage(
        String conversation, long seq, String id, String sender, String clientMessageId, String text) {
    /// Of `Message` as the interfaces define it.
    public static SeenMessage of(JsonNode message) {
        return new SeenMessage(
                message.path("conversationId").asText(),
                message.path("seq").asLong(),
                message.path("id").asText(),
                message.path("senderId").asText(),
                message.path("clientMessageId").asText(),
                message.path("text").asText());
    }

    /// Whether this can be what became of it.
    boolean shows(SentMessage sent) {
        return conversation.equals(sent.conversation())
                && sender.equals(sent.sender())
                && clientMessageId.equals(sent.clientMessageId())
                && text.equals(sent.text());
    }
}
