package dev.parley.app.config;

import dev.parley.core.config.ByteSize;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.ServerLimits;
import dev.parley.http.ServerTimeouts;
import dev.parley.http.TrustedProxies;
import java.time.Duration;
import java.util.List;

/// Bounds of every HTTP server of the process.
///
/// @param maxInFlight requests that run at one time on each port; more are refused with 503
/// @param maxConnections connections open at one time on each port
/// @param requestTimeout until a request must be answered
/// @param streamTimeout the same for uploads and downloads
/// @param idleTimeout how long a connection may stay without a request
/// @param trustedProxies addresses or CIDR blocks of the proxies in front, whose `X-Forwarded-For` is believed
/// @param tls how the ports are encrypted, if they are
public record HttpSettings(
        int maxInFlight,
        int maxConnections,
        ByteSize maxHeaders,
        Duration requestTimeout,
        Duration streamTimeout,
        Duration idleTimeout,
        List<String> trustedProxies,
        TlsSettings tls) {
    public static final HttpSettings DEFAULTS = defaults();

    public HttpSettings {
        require(maxInFlight >= 1, "maxInFlight: must be at least 1");
        require(maxConnections >= 1, "maxConnections: must be at least 1");
        require(maxHeaders.bytes() >= 1024 && maxHeaders.bytes() <= 1 << 20, "maxHeaders: must be 1KiB to 1MiB");
        require(requestTimeout.isPositive(), "requestTimeout: must be positive");
        require(streamTimeout.isPositive(), "streamTimeout: must be positive");
        require(idleTimeout.isPositive(), "idleTimeout: must be positive");
        trustedProxies = List.copyOf(trustedProxies);
        try {
            TrustedProxies.of(trustedProxies);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("trustedProxies: " + e.getMessage(), e);
        }
    }

    private static HttpSettings defaults() {
        ServerLimits limits = ServerLimits.DEFAULTS;
        ServerTimeouts timeouts = ServerTimeouts.DEFAULTS;
        return new HttpSettings(
                limits.maxInFlight(),
                limits.maxConnections(),
                new ByteSize(limits.maxHeaderBytes()),
                timeouts.request(),
                timeouts.stream(),
                timeouts.idle(),
                List.of(),
                TlsSettings.NONE);
    }

    /// The same with another way of encrypting.
    public HttpSettings withTls(TlsSettings other) {
        return new HttpSettings(
                maxInFlight,
                maxConnections,
                maxHeaders,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                trustedProxies,
                other);
    }

    /// The server configuration at a place.
    ///
    /// @param drainDelay how long a draining server goes on accepting
    public HttpServerConfig at(String host, int port, Duration drainDelay) {
        ServerLimits limits = new ServerLimits(
                maxInFlight,
                maxConnections,
                maxHeaders.toIntBytes(),
                ServerLimits.DEFAULTS.maxUriBytes(),
                ServerLimits.DEFAULTS.defaultMaxBodyBytes());
        return HttpServerConfig.at(host, port)
                .withLimits(limits)
                .withTimeouts(
                        new ServerTimeouts(requestTimeout, streamTimeout, idleTimeout, ServerTimeouts.DEFAULTS.head()))
                .withDrainDelay(drainDelay)
                .withTrustedProxies(TrustedProxies.of(trustedProxies));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
