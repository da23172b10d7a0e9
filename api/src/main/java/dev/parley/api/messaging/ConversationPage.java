package dev.parley.api.messaging;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param next cursor of the next page, or null
public record ConversationPage(
        List<Conversation> conversations, @Nullable String next) {
    public ConversationPage {
        conversations = List.copyOf(conversations);
    }
}
