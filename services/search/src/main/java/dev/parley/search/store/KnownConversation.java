package dev.parley.search.store;

import dev.parley.core.id.ConversationId;

/// A conversation that had a message.
public record KnownConversation(ConversationId conversationId) {}
