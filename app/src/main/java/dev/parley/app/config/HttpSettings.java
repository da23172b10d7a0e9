package dev.parley.app.config;

import dev.parley.core.config.ByteSize;
import dev.parley.http.HttpServerConfig;
import java.time.Duration;

/// Bounds of every HTTP server of the process.
///
/// @param maxInFlight requests that run at one time on each port; more are refused with 503
/// @param maxConnections connections open at one time on each port
/// @param requestTimeout until a request must be answered
/// @param streamTimeout the same for uploads and downloads
/// @param idleTimeout how long a connection may stay without a request
public record HttpSettings(
        int maxInFlight,
        int maxConnections,
        ByteSize maxHeaders,
        Duration requestTimeout,
        Duration streamTimeout,
        Duration idleTimeout) {
    public static final HttpSettings DEFAULTS = defaults();

    public HttpSettings {
        require(maxInFlight >= 1, "maxInFlight: must be at least 1");
        require(maxConnections >= 1, "maxConnections: must be at least 1");
        require(maxHeaders.bytes() >= 1024 && maxHeaders.bytes() <= 1 << 20, "maxHeaders: must be 1KiB to 1MiB");
        require(requestTimeout.isPositive(), "requestTimeout: must be positive");
        require(streamTimeout.isPositive(), "streamTimeout: must be positive");
        require(idleTimeout.isPositive(), "idleTimeout: must be positive");
    }

    private static HttpSettings defaults() {
        HttpServerConfig kit = HttpServerConfig.at("localhost", 0);
        return new HttpSettings(
                kit.maxInFlight(),
                kit.maxConnections(),
                new ByteSize(kit.maxHeaderBytes()),
                kit.requestTimeout(),
                kit.streamTimeout(),
                kit.idleTimeout());
    }

    /// The server configuration at a place.
    ///
    /// @param drainDelay how long a draining server goes on accepting
    public HttpServerConfig at(String host, int port, Duration drainDelay) {
        HttpServerConfig kit = HttpServerConfig.at(host, port);
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaders.toIntBytes(),
                kit.maxUriBytes(),
                kit.defaultMaxBodyBytes(),
                requestTimeout,
                streamTimeout,
                idleTimeout,
                kit.headTimeout(),
                drainDelay,
                kit.checkResponses());
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
