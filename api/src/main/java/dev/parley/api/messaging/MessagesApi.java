package dev.parley.api.messaging;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;

/// Messages of a conversation: one order, numbered from 1 without gaps.
public interface MessagesApi {
    /// Appends a message. Durable, numbered and on its way to the members when this returns.
    ///
    /// @return `duplicate` when the caller had sent this `clientMessageId` in this conversation before: the message
    ///     is then the first one
    /// @throws dev.parley.core.problem.ProblemException `not-found`; `unknown-reply` (400);
    ///     `client-message-id-reused` (409) when the first message had another content
    Sent send(Caller.User caller, ConversationId conversation, SendMessage message);

    /// A page of history in the order of seq. Members may read, and services, for their own work.
    MessagePage history(Caller caller, ConversationId conversation, HistoryRange range);
}
