package dev.parley.storage.cluster.redis;

import dev.parley.core.problem.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The channels that this process wants to hear, and the connections that bring them: one for all, or in a cluster
/// one to each node that serves some.
///
/// What is wanted and what is subscribed are compared with each heartbeat and after each event, and the difference
/// is asked for. So a channel comes back after a broken connection, a failover, a moved slot or a refused command
/// alike, and there is no other way to lose and find it.
final class PubSub implements AutoCloseable, PubSubLink.Events {
    private static final Logger LOG = LoggerFactory.getLogger(PubSub.class);

    private final RedisConnections connections;
    private final Ear ear;
    private final Heartbeat heartbeat;

    /// Guards all below, and is held while a command is handed to a connection: what is wanted and what is asked
    /// for change together. Never held while waiting for Redis.
    private final Object lock = new Object();

    private final Map<String, Wanted> wanted = new HashMap<>();
    private final Map<String, PubSubLink> links = new HashMap<>();
    private boolean closed;

    /// A connection that was needed could not be opened.
    private volatile boolean unreachable;

    /// @param purpose for the names of threads
    PubSub(RedisConnections connections, String purpose, Ear ear) {
        this.connections = connections;
        this.ear = ear;
        this.heartbeat = new Heartbeat(
                "redis-" + purpose + "-subscriptions",
                connections.config().timeouts().heartbeat(),
                this::beat);
    }

    /// Connects, and returns when it is connected or the time for that is over.
    void start() {
        heartbeat.start(connections.config().timeouts().connect());
    }

    /// Begins to hear a channel, when it is not heard yet.
    ///
    /// @return complete when it is heard, or when nobody knows when that will be
    CompletionStage<?> want(String channel) {
        synchronized (lock) {
            Wanted added = wanted.computeIfAbsent(channel, missing -> new Wanted());
            subscribe(channel, added);
            if (added.asked.isPresent() || closed) {
                return added.heard;
            }
        }
        heartbeat.wake();
        // In a cluster the connection to the channel's node may only have to be opened.
        return connections.isSharded() && !unreachable ? heardOf(channel) : CompletableFuture.completedFuture(null);
    }

    private CompletionStage<?> heardOf(String channel) {
        synchronized (lock) {
            Wanted wish = wanted.get(channel);
            return wish == null ? CompletableFuture.completedFuture(null) : wish.heard;
        }
    }

    void unwant(String channel) {
        synchronized (lock) {
            Wanted removed = wanted.remove(channel);
            if (removed != null) {
                removed.asked.ifPresent(link -> link.unsubscribe(channel));
            }
        }
    }

    /// Returns when all that is wanted is heard or asked for.
    void check() {
        synchronized (lock) {
            boolean connected = connections.isSharded() || links.containsKey(RedisConnections.ONLY_NODE);
            if (!connected || wanted.values().stream().anyMatch(each -> each.asked.isEmpty())) {
                throw new StoreUnavailableException("Redis does not answer: subscriptions are down");
            }
        }
    }

    /// Asks for a channel where it lives now. Held: lock.
    private void subscribe(String channel, Wanted wish) {
        Optional<PubSubLink> home = connections.nodeOf(channel).flatMap(node -> Optional.ofNullable(links.get(node)));
        if (closed || home.isEmpty() || wish.asked.equals(home)) {
            return;
        }
        wish.asked.ifPresent(former -> former.unsubscribe(channel));
        lose(channel, wish);
        wish.asked = home;
        home.get().subscribe(channel).whenComplete((done, failure) -> {
            if (failure != null) {
                refused(home.get(), channel);
            }
        });
    }

    private void refused(PubSubLink link, String channel) {
        synchronized (lock) {
            Wanted wish = wanted.get(channel);
            if (wish != null && wish.asked.equals(Optional.of(link))) {
                lose(channel, wish);
            }
        }
        connections.refreshTopology();
    }

    /// Held: lock.
    private void lose(String channel, Wanted wish) {
        wish.asked = Optional.empty();
        if (wish.heard.isDone()) {
            wish.heard = new CompletableFuture<>();
            ear.deaf(channel);
        }
    }

    private void beat() {
        closeBroken();
        openMissing();
        synchronized (lock) {
            wanted.forEach(this::subscribe);
        }
    }

    private void closeBroken() {
        Map<String, PubSubLink> all;
        Set<String> needed = new HashSet<>();
        synchronized (lock) {
            all = Map.copyOf(links);
            wanted.keySet().forEach(channel -> connections.nodeOf(channel).ifPresent(needed::add));
        }
        if (!connections.isSharded()) {
            needed.add(RedisConnections.ONLY_NODE);
        }
        Map<String, CompletionStage<?>> pings = new HashMap<>();
        all.forEach((node, link) -> pings.put(node, link.ping()));
        pings.forEach((node, ping) -> {
            PubSubLink link = all.get(node);
            boolean answers =
                    Waits.succeeds(ping, connections.config().timeouts().connect());
            if (link != null && (!answers || !link.isOpen() || !needed.contains(node))) {
                link.close();
                broken(link);
            }
        });
    }

    private void openMissing() {
        boolean failed = false;
        for (String node : missing()) {
            Optional<PubSubLink> link = Waits.opened(
                    () -> connections
                            .connectPubSub(node)
                            .thenApply(opened -> new PubSubLink(opened, connections.isSharded())),
                    PubSubLink::close,
                    connections.openPatience());
            link.ifPresent(opened -> opened(node, opened));
            failed |= link.isEmpty();
        }
        unreachable = failed;
    }

    private List<String> missing() {
        Set<String> missing = new HashSet<>();
        boolean anyUnknown = false;
        synchronized (lock) {
            if (!connections.isSharded()) {
                missing.add(RedisConnections.ONLY_NODE);
            }
            for (String channel : wanted.keySet()) {
                Optional<String> node = connections.nodeOf(channel);
                node.ifPresent(missing::add);
                anyUnknown |= node.isEmpty();
            }
            missing.removeAll(links.keySet());
        }
        if (anyUnknown || connections.isSharded() && !missing.isEmpty()) {
            // A node that cannot be connected may have been replaced by its replica.
            Waits.succeeds(
                    connections.refreshTopology(),
                    connections.config().timeouts().connect());
        }
        return new ArrayList<>(missing);
    }

    private void opened(String node, PubSubLink link) {
        link.tell(this);
        synchronized (lock) {
            if (closed || !link.isOpen()) {
                link.close();
                return;
            }
            links.put(node, link);
        }
    }

    @Override
    public void heard(PubSubLink link, String channel, byte[] message) {
        if (!ear.heard(channel, message)) {
            synchronized (lock) {
                if (!wanted.containsKey(channel)) {
                    link.unsubscribe(channel);
                }
            }
        }
    }

    @Override
    public void subscribed(PubSubLink link, String channel) {
        synchronized (lock) {
            Wanted wish = wanted.get(channel);
            if (wish != null && wish.asked.equals(Optional.of(link)) && !wish.heard.isDone()) {
                ear.hearing(channel);
                wish.heard.complete(null);
            }
        }
    }

    @Override
    public void unsubscribed(PubSubLink link, String channel) {
        synchronized (lock) {
            Wanted wish = wanted.get(channel);
            if (wish == null || !wish.asked.equals(Optional.of(link))) {
                return;
            }
            lose(channel, wish);
        }
        LOG.debug("the slot of {} moves to another node", channel);
        connections.refreshTopology().thenRun(heartbeat::wake);
    }

    @Override
    public void broken(PubSubLink link) {
        synchronized (lock) {
            if (!links.values().remove(link)) {
                return;
            }
            wanted.forEach((channel, wish) -> {
                if (wish.asked.equals(Optional.of(link))) {
                    lose(channel, wish);
                }
            });
        }
        heartbeat.wake();
    }

    @Override
    public void close() {
        List<PubSubLink> open;
        synchronized (lock) {
            closed = true;
            open = new ArrayList<>(links.values());
            links.clear();
            wanted.clear();
        }
        heartbeat.close();
        open.forEach(link ->
                Waits.succeeds(link.close(), connections.config().timeouts().connect()));
    }

    /// A channel that somebody wants to hear.
    private static final class Wanted {
        /// Where the subscription was asked for.
        private Optional<PubSubLink> asked = Optional.empty();
        /// Complete while it is heard.
        private CompletableFuture<?> heard = new CompletableFuture<>();
    }

    /// Who hears. Called on the threads of the connections: returns at once.
    interface Ear {
        /// @return whether anybody wanted it
        boolean heard(String channel, byte[] message);

        /// From now on the channel is heard; what was said before may have been missed.
        void hearing(String channel);

        /// From some moment before on the channel is not heard.
        void deaf(String channel);
    }
}
