package dev.parley.http;

import dev.parley.http.tls.ServerTls;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where a server listens and the bounds of what it takes. Start from [#at] and change by the `with` methods.
///
/// @param port 0 for any free one
/// @param drainDelay how long [HttpServer#drain] goes on accepting, so that load balancers see `/ready` go first
/// @param checkResponses check answers against the contract as well, for tests: a violation becomes 500
/// @param tls how the server shows who it is; null speaks plain HTTP
/// @param trustedProxies whose word on where a request comes from is believed ([Request#remoteAddress])
public record HttpServerConfig(
        String host,
        int port,
        ServerLimits limits,
        ServerTimeouts timeouts,
        Duration drainDelay,
        boolean checkResponses,
        TrustedProxies trustedProxies,
        @Nullable ServerTls tls) {
    public HttpServerConfig {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be 0 to 65535");
        }
        if (drainDelay.isNegative()) {
            throw new IllegalArgumentException("drainDelay must not be negative");
        }
    }

    /// The defaults, at this place.
    public static HttpServerConfig at(String host, int port) {
        return new HttpServerConfig(
                host,
                port,
                ServerLimits.DEFAULTS,
                ServerTimeouts.DEFAULTS,
                Duration.ZERO,
                false,
                TrustedProxies.NONE,
                null);
    }

    public HttpServerConfig withLimits(ServerLimits other) {
        return new HttpServerConfig(host, port, other, timeouts, drainDelay, checkResponses, trustedProxies, tls);
    }

    public HttpServerConfig withMaxInFlight(int requests) {
        return withLimits(limits.withMaxInFlight(requests));
    }

    public HttpServerConfig withMaxConnections(int connections) {
        return withLimits(limits.withMaxConnections(connections));
    }

    public HttpServerConfig withTimeouts(ServerTimeouts other) {
        return new HttpServerConfig(host, port, limits, other, drainDelay, checkResponses, trustedProxies, tls);
    }

    public HttpServerConfig withRequestTimeout(Duration timeout) {
        return withTimeouts(new ServerTimeouts(timeout, timeouts.stream(), timeouts.idle(), timeouts.head()));
    }

    /// @param head until the first request's head is whole
    /// @param idle between requests, and within a stream
    public HttpServerConfig withConnectionTimeouts(Duration head, Duration idle) {
        return withTimeouts(new ServerTimeouts(timeouts.request(), timeouts.stream(), idle, head));
    }

    public HttpServerConfig withDrainDelay(Duration delay) {
        return new HttpServerConfig(host, port, limits, timeouts, delay, checkResponses, trustedProxies, tls);
    }

    public HttpServerConfig withCheckResponses(boolean check) {
        return new HttpServerConfig(host, port, limits, timeouts, drainDelay, check, trustedProxies, tls);
    }

    public HttpServerConfig withTrustedProxies(TrustedProxies proxies) {
        return new HttpServerConfig(host, port, limits, timeouts, drainDelay, checkResponses, proxies, tls);
    }

    public HttpServerConfig withTls(@Nullable ServerTls other) {
        return new HttpServerConfig(host, port, limits, timeouts, drainDelay, checkResponses, trustedProxies, other);
    }
}
