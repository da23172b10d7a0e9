package dev.parley.app.platform;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.app.config.ServiceName;
import dev.parley.client.seal.Sealer;
import dev.parley.core.health.Dependency;
import dev.parley.messaging.Conversations;
import dev.parley.messaging.MessageSealer;
import dev.parley.messaging.Messages;
import dev.parley.messaging.MessagingRoutes;
import dev.parley.messaging.Notices;
import dev.parley.messaging.People;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.MessageStore;
import dev.parley.storage.document.DocumentStore;
import java.util.List;

/// Messaging: conversations and messages in the document store, bodies sealed with keys of crypto.
final class MessagingWiring {
    private MessagingWiring() {}

    static Part wire(Foundation foundation, Peers peers, Shared shared) {
        DocumentStore documents = foundation.storage.documents();
        // Whoever appends events helps to bring them to the log: it must be open for that.
        foundation.storage.events();
        Conversations conversations = new Conversations(
                new ConversationStore(documents),
                new People(peers.accounts(ServiceName.MESSAGING), foundation.storage.caches()),
                new Notices(foundation.storage.signals(), shared.audit(), foundation.ids, foundation.clock),
                foundation.ids,
                foundation.clock);
        Messages messages = new Messages(
                new MessageStore(documents, foundation.storage.caches()),
                new MessageSealer(new Sealer(shared.dataKeys(), foundation.random)),
                foundation.storage.signals(),
                foundation.ids,
                foundation.clock);
        peers.provide(ConversationsApi.class, conversations);
        peers.provide(MessagesApi.class, messages);
        return new Part(
                MessagingRoutes.of(conversations, messages),
                List.of(new Dependency("documents", documents::check)),
                List.of());
    }
}
