package dev.parley.socket;

import dev.parley.http.tls.ServerTls;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Where a node listens and the bounds of what it takes. Start from [#at].
///
/// @param port 0 for any free one
/// @param eventLoops threads that read and write connections
/// @param allowedOrigins origins of web pages that may connect (`https://chat.example.org`), or `*` for all. Empty:
///     pages from the same host, on any port. Clients that are no browsers send no origin and may always connect
/// @param tls how the node shows who it is; null speaks plain HTTP and WebSocket
public record SocketConfig(
        String host,
        int port,
        int eventLoops,
        Set<String> allowedOrigins,
        Limits limits,
        Timing timing,
        @Nullable ServerTls tls) {
    public SocketConfig {
        allowedOrigins = Set.copyOf(allowedOrigins);
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(eventLoops > 0, "eventLoops must be positive");
    }

    /// The defaults, at this place: an event loop per processor, at most four.
    public static SocketConfig at(String host, int port) {
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
        return new SocketConfig(host, port, loops, Set.of(), Limits.DEFAULT, Timing.DEFAULT, null);
    }

    public SocketConfig withAllowedOrigins(Set<String> origins) {
        return new SocketConfig(host, port, eventLoops, origins, limits, timing, tls);
    }

    public SocketConfig withLimits(Limits changed) {
        return new SocketConfig(host, port, eventLoops, allowedOrigins, changed, timing, tls);
    }

    public SocketConfig withTiming(Timing changed) {
        return new SocketConfig(host, port, eventLoops, allowedOrigins, limits, changed, tls);
    }

    public SocketConfig withTls(@Nullable ServerTls changed) {
        return new SocketConfig(host, port, eventLoops, allowedOrigins, limits, timing, changed);
    }

    /// @param maxFrameBytes a message of a client, all its fragments together; more closes with 1009
    /// @param maxConnections of this node; the next is refused with 503
    /// @param maxConnectionsPerUser on this node; the next closes with 4429
    /// @param maxOutboundBytes what may wait for a connection to read it; more closes with 1013
    /// @param maxFramesPerSecond of a client; more closes with 1008
    public record Limits(
            int maxFrameBytes,
            int maxConnections,
            int maxConnectionsPerUser,
            int maxOutboundBytes,
            int maxFramesPerSecond) {
        public static final Limits DEFAULT = new Limits(16 << 10, 100_000, 50, 1 << 20, 1000);

        public Limits {
            require(maxFrameBytes > 0, "maxFrameBytes must be positive");
            require(maxConnections > 0, "maxConnections must be positive");
            require(maxConnectionsPerUser > 0, "maxConnectionsPerUser must be positive");
            // Two of the largest frames and what a resume may have under way.
            require(maxOutboundBytes >= 1 << 18, "maxOutboundBytes must be at least 262144");
            require(maxFramesPerSecond > 0, "maxFramesPerSecond must be positive");
        }
    }

    /// @param authentication from the connection until it is authenticated; then it is closed with 4401
    /// @param ping without a word from the client until it is pinged
    /// @param idle without a word from the client until it is closed with 4408
    /// @param reorder how long a frame that is ahead waits for the ones before it, until they are read from history
    /// @param tailCheck how often a conversation is looked into for messages whose signals were lost
    /// @param membershipCheck how often a user's conversations are read again, for joins and leaves that were lost
    public record Timing(
            Duration authentication,
            Duration ping,
            Duration idle,
            Duration reorder,
            Duration tailCheck,
            Duration membershipCheck) {
        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(75),
                Duration.ofMillis(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));

        public Timing {
            require(authentication.isPositive(), "authentication must be positive");
            require(ping.isPositive() && idle.compareTo(ping) > 0, "idle must be longer than ping");
            require(!reorder.isNegative(), "reorder must not be negative");
            require(tailCheck.isPositive(), "tailCheck must be positive");
            require(membershipCheck.isPositive(), "membershipCheck must be positive");
        }
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
