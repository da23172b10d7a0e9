package dev.parley.socket;

import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.json.Json;
import dev.parley.storage.Subscription;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which conversations a user with connections here is in. Signals tell of joins and leaves at once; from time to
/// time the list is read again, for those that were lost. Only its home loop may call, but for [#attach] and
/// [#detach].
final class UserFeed {
    private static final Logger LOG = LoggerFactory.getLogger(UserFeed.class);
    private static final int FULL_PAGE = 1000;
    private static final int MAX_CONVERSATIONS = 20_000;

    private final Node node;
    private final Caller.User user;
    private final EventLoop home;
    private final Set<Connection> connections = new HashSet<>(2);
    private final Set<ConversationId> conversations = new HashSet<>(4);
    private final List<Attaching> attaching = new ArrayList<>(1);
    /// Joins and leaves heard while the list was read for the first time.
    private final List<ServerFrame> heardMeanwhile = new ArrayList<>(0);
    private boolean loaded;
    private boolean closed;
    /// Raised with each join and leave, so that a list read before it is not taken for newer.
    private int changes;
    private @Nullable Subscription subscription;
    private @Nullable Future<?> checkTimer;

    UserFeed(Node node, Caller.User user, EventLoop home) {
        this.node = node;
        this.user = user;
        this.home = home;
    }

    /// Someone who signed in.
    ///
    /// @param ready called on the connection's loop when all conversations are joined
    /// @param failed called on the connection's loop when that cannot be
    record Attaching(Connection connection, Runnable ready, java.util.function.Consumer<CloseReason> failed) {
        void fail(CloseReason reason) {
            Background.hand(connection.loop().executor(), () -> failed.accept(reason));
        }
    }

    /// Any thread. `again` is called when this feed has just ended: there is a new one then.
    void attach(Attaching who, Runnable again) {
        Background.hand(home, () -> {
            if (closed) {
                again.run();
            } else if (connections.size() >= node.config().limits().maxConnectionsPerUser()) {
                who.fail(CloseReason.TOO_MANY_CONNECTIONS);
            } else {
                boolean first = connections.isEmpty();
                connections.add(who.connection());
                if (loaded) {
                    joinAll(who);
                } else {
                    attaching.add(who);
                    if (first) {
                        load();
                    }
                }
            }
        });
    }

    /// Any thread.
    void detach(Connection connection) {
        Background.hand(home, () -> {
            if (connections.remove(connection) && connections.isEmpty() && !closed) {
                close();
            }
        });
    }

    private void load() {
        node.background()
                .call(
                        home,
                        () -> {
                            Subscription listening = node.peers()
                                    .signals()
                                    .subscribe(user.tenant(), MessagingSignals.user(user.user()), this::heard);
                            try {
                                return new Loaded(listening, read());
                            } catch (RuntimeException e) {
                                listening.close();
                                throw e;
                            }
                        },
                        this::loaded,
                        this::notLoaded);
    }

    private record Loaded(Subscription subscription, Set<ConversationId> conversations) {}

    private Set<ConversationId> read() {
        Set<ConversationId> all = new HashSet<>();
        ConversationId after = null;
        List<ConversationId> page;
        do {
            page = node.peers().conversations().conversationsOf(user.tenant(), user.user(), after);
            all.addAll(page);
            after = page.isEmpty() ? null : page.getLast();
        } while (page.size() == FULL_PAGE && all.size() < MAX_CONVERSATIONS);
        return all;
    }

    private void loaded(Loaded list) {
        if (closed) {
            node.background().run(list.subscription()::close);
            return;
        }
        loaded = true;
        subscription = list.subscription();
        conversations.addAll(list.conversations());
        heardMeanwhile.forEach(this::note);
        heardMeanwhile.clear();
        attaching.forEach(this::joinAll);
        attaching.clear();
        long period = node.config().timing().membershipCheck().toMillis();
        long first = ThreadLocalRandom.current().nextLong(period / 2, period + 1);
        checkTimer = home.scheduleAtFixedRate(this::check, first, period, TimeUnit.MILLISECONDS);
    }

    private void notLoaded(Exception failure) {
        LOG.warn("the conversations of {} cannot be read", user.user(), failure);
        attaching.forEach(who -> who.fail(CloseReason.UNAVAILABLE));
        attaching.clear();
        connections.clear();
        if (!closed) {
            close();
        }
    }

    private void joinAll(Attaching who) {
        Connection connection = who.connection();
        AtomicInteger missing = new AtomicInteger(conversations.size() + 1);
        Runnable one = () -> {
            if (missing.decrementAndGet() == 0) {
                who.ready().run();
            }
        };
        for (ConversationId conversation : conversations) {
            node.feeds().join(user, conversation, new Feed.Joining(connection, one, one));
        }
        Background.hand(connection.loop().executor(), one);
    }

    /// A signal, on a thread of the adapter.
    private void heard(byte[] payload) {
        try {
            ServerFrame frame = Json.parse(payload, ServerFrame.class);
            Background.hand(home, () -> take(frame));
        } catch (java.io.IOException e) {
            LOG.warn("a signal for {} is no frame that is known here", user.user(), e);
        }
    }

    private void take(ServerFrame frame) {
        if (closed) {
            return;
        }
        if (!loaded) {
            heardMeanwhile.add(frame);
            return;
        }
        switch (frame) {
            case ServerFrame.JoinedFrame joined -> join(joined.conversationId());
            case ServerFrame.LeftFrame gone -> leave(gone.conversationId());
            default -> LOG.debug("not for users: {}", frame.getClass());
        }
    }

    private void note(ServerFrame frame) {
        switch (frame) {
            case ServerFrame.JoinedFrame joined -> conversations.add(joined.conversationId());
            case ServerFrame.LeftFrame gone -> conversations.remove(gone.conversationId());
            default -> LOG.debug("not for users: {}", frame.getClass());
        }
    }

    private void join(ConversationId conversation) {
        changes++;
        if (!conversations.add(conversation)) {
            return;
        }
        for (Connection connection : connections) {
            node.feeds().join(user, conversation, new Feed.Joining(connection, () -> {}, () -> {}));
        }
    }

    /// Any thread. It was just read that the user is in the conversation, before a signal of it came.
    ///
    /// @param then called on the connection's loop when it is in as well
    void joined(ConversationId conversation, Connection connection, Runnable then) {
        Background.hand(home, () -> {
            if (!closed && loaded) {
                join(conversation);
                node.feeds().join(user, conversation, new Feed.Joining(connection, then, then));
            }
        });
    }

    private void leave(ConversationId conversation) {
        changes++;
        if (conversations.remove(conversation)) {
            for (Connection connection : connections) {
                node.feeds().leave(user, conversation, connection);
            }
        }
    }

    private void check() {
        int before = changes;
        node.background()
                .call(
                        home,
                        this::read,
                        now -> {
                            if (!closed && before == changes) {
                                adjust(now);
                            }
                        },
                        failure -> LOG.debug("the conversations of {} cannot be read now", user.user(), failure));
    }

    private void adjust(Set<ConversationId> now) {
        Set<ConversationId> gone = new HashSet<>(conversations);
        gone.removeAll(now);
        gone.forEach(this::leave);
        now.forEach(this::join);
        // A seat that was taken while its conversation was left would else stay for ever.
        Set<ConversationId> allowed = Set.copyOf(now);
        for (Connection connection : connections) {
            Background.hand(connection.loop().executor(), () -> connection.leaveAllBut(allowed));
        }
    }

    private void close() {
        closed = true;
        node.users().ended(user, this);
        if (checkTimer != null) {
            checkTimer.cancel(false);
        }
        Subscription listening = subscription;
        if (listening != null) {
            node.background().run(listening::close);
        }
    }
}
