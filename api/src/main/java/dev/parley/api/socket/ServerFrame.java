package dev.parley.api.socket;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.parley.api.messaging.Message;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;
import org.jspecify.annotations.Nullable;

/// What the server sends, one JSON object per text frame, told apart by `type`.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ServerFrame.ReadyFrame.class, name = "ready"),
    @JsonSubTypes.Type(value = ServerFrame.MessageFrame.class, name = "message"),
    @JsonSubTypes.Type(value = ServerFrame.ResumedFrame.class, name = "resumed"),
    @JsonSubTypes.Type(value = ServerFrame.JoinedFrame.class, name = "joined"),
    @JsonSubTypes.Type(value = ServerFrame.LeftFrame.class, name = "left"),
    @JsonSubTypes.Type(value = ServerFrame.PongFrame.class, name = "pong"),
    @JsonSubTypes.Type(value = ServerFrame.ErrorFrame.class, name = "error")
})
public sealed interface ServerFrame {
    /// The connection is authenticated and receives everything sent from now on to the user's conversations.
    ///
    /// @param connectionId `con_…`, for support
    /// @param expiresInSeconds when a fresh `authenticate` must have come at the latest
    record ReadyFrame(String connectionId, UserId userId, long expiresInSeconds) implements ServerFrame {}

    /// A message, live or resumed. Within a conversation seq rises by 1 from frame to frame once resumed; a jump
    /// means that something was missed and `resume` fetches it.
    record MessageFrame(Message message) implements ServerFrame {}

    /// All messages up to `latestSeq` were sent on this connection; what follows is live.
    record ResumedFrame(ConversationId conversationId, long latestSeq) implements ServerFrame {}

    /// The user is now a member.
    record JoinedFrame(ConversationId conversationId) implements ServerFrame {}

    /// The user is a member no longer.
    record LeftFrame(ConversationId conversationId) implements ServerFrame {}

    record PongFrame() implements ServerFrame {}

    /// A frame of the client was refused. The connection stays open unless a close follows.
    ///
    /// @param code as in problems: `malformed-request`, `validation-failed`, `unauthenticated`, `invalid-token`,
    ///     `not-found`, …
    /// @param conversationId the conversation it was about, or null
    record ErrorFrame(String code, String detail, @Nullable ConversationId conversationId) implements ServerFrame {}
}
