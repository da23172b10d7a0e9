package dev.parley.api.socket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.parley.core.id.ConversationId;
import dev.parley.core.secret.Secret;

/// What a client sends, one JSON object per text frame, told apart by `type`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ClientFrame.AuthenticateFrame.class, name = "authenticate"),
    @JsonSubTypes.Type(value = ClientFrame.ResumeFrame.class, name = "resume"),
    @JsonSubTypes.Type(value = ClientFrame.PingFrame.class, name = "ping")
})
public sealed interface ClientFrame {
    /// First frame of a connection, unless the handshake carried `Authorization: Bearer`; again with a fresh token
    /// before the old one expires.
    record AuthenticateFrame(Secret accessToken) implements ClientFrame {}

    /// Asks for the messages after `afterSeq` that this connection has not seen, then `resumed`.
    record ResumeFrame(ConversationId conversationId, long afterSeq) implements ClientFrame {}

    record PingFrame() implements ClientFrame {}
}
