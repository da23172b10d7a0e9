package dev.parley.socket;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The users with connections to a node.
final class Users {
    private final Node node;
    private final Map<Key, UserFeed> users = new ConcurrentHashMap<>();

    Users(Node node) {
        this.node = node;
    }

    private record Key(TenantId tenant, UserId user) {}

    /// Joins the connection to everything that its user is in. Any thread.
    void attach(Caller.User user, UserFeed.Attaching who) {
        Key key = new Key(user.tenant(), user.user());
        users.computeIfAbsent(key, _ -> new UserFeed(node, user, node.loops().home(key)))
                .attach(who, () -> attach(user, who));
    }

    /// It was just read that the user is in the conversation, before a signal of it came. Any thread.
    ///
    /// @param then called on the connection's loop when it is in as well
    void joined(Caller.User user, ConversationId conversation, Connection connection, Runnable then) {
        UserFeed feed = users.get(new Key(user.tenant(), user.user()));
        if (feed != null) {
            feed.joined(conversation, connection, then);
        }
    }

    /// Any thread.
    void detach(Caller.User user, Connection connection) {
        UserFeed feed = users.get(new Key(user.tenant(), user.user()));
        if (feed != null) {
            feed.detach(connection);
        }
    }

    void ended(Caller.User user, UserFeed feed) {
        users.remove(new Key(user.tenant(), user.user()), feed);
    }

    int count() {
        return users.size();
    }
}
