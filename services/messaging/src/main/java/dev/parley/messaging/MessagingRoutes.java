package dev.parley.messaging;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.http.Contract;
import dev.parley.http.Routes;

/// All routes of the service: one contract, whose operations are about two nouns.
public final class MessagingRoutes {
    private MessagingRoutes() {}

    public static Routes of(ConversationsApi conversations, MessagesApi messages) {
        Routes.Builder routes = Routes.of(Contract.load("messaging"));
        new ConversationRoutes(conversations).addTo(routes);
        new MessageRoutes(messages).addTo(routes);
        return routes.build();
    }
}
