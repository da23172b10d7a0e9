package dev.parley.socket;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What the parts of one node share.
final class Node {
    /// TCP connections that may be on their way to an upgrade, or ask for `/health`.
    private static final int NOT_UPGRADED = 1024;

    private final SocketConfig config;
    private final SocketPeers peers;
    private final SocketEndpoint endpoint;
    private final SocketMetrics metrics;
    private final Loops loops;
    private final Background background;
    private final Feeds feeds = new Feeds(this);
    private final Users users = new Users(this);
    private final Protocol protocol = new Protocol(this);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger upgraded = new AtomicInteger();
    private final AtomicInteger channels = new AtomicInteger();
    private final CompletableFuture<Void> nobodyLeft = new CompletableFuture<>();
    private volatile boolean ready;
    private volatile boolean draining;

    Node(SocketConfig config, SocketPeers peers, SocketEndpoint endpoint, Loops loops, Background background) {
        this.config = config;
        this.peers = peers;
        this.endpoint = endpoint;
        this.loops = loops;
        this.background = background;
        this.metrics = new SocketMetrics(endpoint.metrics());
        metrics.gauge("parley.socket.connections", "WebSocket connections", upgraded::get);
        metrics.gauge("parley.socket.users", "Users with a connection", users::count);
        metrics.gauge("parley.socket.conversations", "Conversations with a connection", feeds::count);
    }

    SocketConfig config() {
        return config;
    }

    SocketPeers peers() {
        return peers;
    }

    SocketEndpoint endpoint() {
        return endpoint;
    }

    SocketMetrics metrics() {
        return metrics;
    }

    Loops loops() {
        return loops;
    }

    Background background() {
        return background;
    }

    Feeds feeds() {
        return feeds;
    }

    Users users() {
        return users;
    }

    Protocol protocol() {
        return protocol;
    }

    /// All connections that were upgraded and are not gone. Any thread.
    Set<Connection> connections() {
        return connections;
    }

    /// Takes one of the places for connections, if there is one left.
    boolean takePlace() {
        if (upgraded.incrementAndGet() > config.limits().maxConnections()) {
            upgraded.decrementAndGet();
            return false;
        }
        return true;
    }

    void freePlace() {
        upgraded.decrementAndGet();
    }

    /// On the connection's loop.
    void opened(Connection connection) {
        connections.add(connection);
        connection.loop().add(connection);
    }

    /// On the connection's loop.
    void gone(Connection connection) {
        connections.remove(connection);
        connection.loop().remove(connection);
        connection.gone();
        var caller = connection.caller();
        if (caller != null) {
            users.detach(caller, connection);
        }
        freePlace();
        if (draining && connections.isEmpty()) {
            nobodyLeft.complete(null);
        }
    }

    /// Whether a TCP connection may stay: those that are not upgraded count for a few seconds only, but they count.
    boolean takeChannel() {
        return channels.incrementAndGet() <= config.limits().maxConnections() + NOT_UPGRADED;
    }

    void freeChannel() {
        channels.decrementAndGet();
    }

    boolean isReady() {
        return ready && !draining;
    }

    void ready(boolean isReady) {
        ready = isReady;
    }

    boolean isDraining() {
        return draining;
    }

    /// Nobody is let in any more.
    ///
    /// @return completed when the last connection is gone
    CompletableFuture<Void> drain() {
        draining = true;
        if (connections.isEmpty()) {
            nobodyLeft.complete(null);
        }
        return nobodyLeft;
    }
}
