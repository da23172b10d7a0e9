package dev.parley.app.config;

import dev.parley.core.config.ByteSize;
import dev.parley.socket.SocketConfig;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/// Bounds of both socket nodes; see [SocketConfig] for their meaning.
///
/// @param allowedOrigins origins of web pages that may connect; empty means pages from the same host
public record SocketSettings(
        List<String> allowedOrigins,
        ByteSize maxFrame,
        int maxConnections,
        int maxConnectionsPerUser,
        ByteSize maxOutbound,
        int maxFramesPerSecond,
        Duration authentication,
        Duration ping,
        Duration idle,
        Duration reorder,
        Duration tailCheck,
        Duration membershipCheck) {
    public static final SocketSettings DEFAULTS = of(SocketConfig.Limits.DEFAULT, SocketConfig.Timing.DEFAULT);

    public SocketSettings {
        allowedOrigins = List.copyOf(allowedOrigins);
        // Refused while the configuration is read rather than when a node starts.
        limits(maxFrame, maxConnections, maxConnectionsPerUser, maxOutbound, maxFramesPerSecond);
        new SocketConfig.Timing(authentication, ping, idle, reorder, tailCheck, membershipCheck);
    }

    private static SocketSettings of(SocketConfig.Limits limits, SocketConfig.Timing timing) {
        return new SocketSettings(
                List.of(),
                new ByteSize(limits.maxFrameBytes()),
                limits.maxConnections(),
                limits.maxConnectionsPerUser(),
                new ByteSize(limits.maxOutboundBytes()),
                limits.maxFramesPerSecond(),
                timing.authentication(),
                timing.ping(),
                timing.idle(),
                timing.reorder(),
                timing.tailCheck(),
                timing.membershipCheck());
    }

    /// The configuration of a node at a place.
    public SocketConfig at(String host, int port) {
        return SocketConfig.at(host, port)
                .withAllowedOrigins(Set.copyOf(allowedOrigins))
                .withLimits(limits(maxFrame, maxConnections, maxConnectionsPerUser, maxOutbound, maxFramesPerSecond))
                .withTiming(new SocketConfig.Timing(authentication, ping, idle, reorder, tailCheck, membershipCheck));
    }

    private static SocketConfig.Limits limits(
            ByteSize maxFrame, int maxConnections, int maxConnectionsPerUser, ByteSize maxOutbound, int maxFrames) {
        return new SocketConfig.Limits(
                maxFrame.toIntBytes(), maxConnections, maxConnectionsPerUser, maxOutbound.toIntBytes(), maxFrames);
    }
}
