package dev.parley.socket;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The feeds of a node: one per conversation that a connection here is in.
final class Feeds {
    private final Node node;
    private final Map<Key, Feed> feeds = new ConcurrentHashMap<>();

    Feeds(Node node) {
        this.node = node;
    }

    private record Key(TenantId tenant, ConversationId conversation) {}

    /// Lets a connection into a conversation. Any thread.
    void join(Caller.User user, ConversationId conversation, Feed.Joining who) {
        Key key = new Key(user.tenant(), conversation);
        feeds.computeIfAbsent(
                        key,
                        _ -> new Feed(
                                node, key.tenant(), conversation, node.loops().home(key)))
                .join(who, () -> join(user, conversation, who));
    }

    /// Takes a connection out of a conversation. Any thread; after a [#join] from the same thread it comes after
    /// it.
    void leave(Caller.User user, ConversationId conversation, Connection connection) {
        Feed feed = feeds.get(new Key(user.tenant(), conversation));
        if (feed != null) {
            feed.leave(connection);
        }
    }

    void ended(TenantId tenant, ConversationId conversation, Feed feed) {
        feeds.remove(new Key(tenant, conversation), feed);
    }

    int count() {
        return feeds.size();
    }
}
