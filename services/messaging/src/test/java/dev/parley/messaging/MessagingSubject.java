package dev.parley.messaging;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.core.caller.Caller;

/// What the contracts are held against: the objects themselves, or the same through client and HTTP.
interface MessagingSubject {
    ConversationsApi conversations();

    MessagesApi messages();

    /// Someone new, who may call.
    Caller.User user();
}
