package dev.parley.api.messaging;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;

/// Channels on which messaging tells the socket nodes at once what they also find in history. Payloads are the JSON
/// of a [dev.parley.api.socket.ServerFrame], ready to be written to connections.
public final class MessagingSignals {
    private MessagingSignals() {}

    /// New messages of a conversation: [dev.parley.api.socket.ServerFrame.MessageFrame], or
    /// [dev.parley.api.socket.ServerFrame.ResumedFrame] for one that is larger than a signal may be: its
    /// seq then says how far history has to be read.
    public static String conversation(ConversationId id) {
        return "conversation." + id;
    }

    /// The user joined or left a conversation: [dev.parley.api.socket.ServerFrame.JoinedFrame] or
    /// [dev.parley.api.socket.ServerFrame.LeftFrame].
    public static String user(UserId id) {
        return "user." + id;
    }
}
