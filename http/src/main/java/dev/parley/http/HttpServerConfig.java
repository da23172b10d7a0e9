package dev.parley.http;

import java.time.Duration;

/// Where a server listens and the bounds of what it takes. Start from [#at] and change by the `with` methods.
///
/// @param port 0 for any free one
/// @param maxInFlight requests that run at one time; the next is refused with 503
/// @param maxConnections connections open at one time; the next is closed at once
/// @param maxHeaderBytes all header lines of a request together; more is refused with 431
/// @param maxUriBytes path and query; more is refused with 414
/// @param defaultMaxBodyBytes for operations whose contract does not say otherwise
/// @param requestTimeout from the end of the head until the answer; then 504 and the handler is interrupted.
///     `X-Parley-Timeout-Ms` may shorten it
/// @param streamTimeout the same for operations that stream their body, and the longest that sending an answer
///     may take
/// @param idleTimeout how long a kept-alive connection may stay without a request, and a stream without progress
/// @param headTimeout from the first connection until its first request's head is whole
/// @param drainDelay how long [HttpServer#drain] goes on accepting, so that load balancers see `/ready` go first
/// @param checkResponses check answers against the contract as well, for tests: a violation becomes 500
/// @param trustedProxies whose word on where a request comes from is believed ([Request#remoteAddress])
public record HttpServerConfig(
        String host,
        int port,
        int maxInFlight,
        int maxConnections,
        int maxHeaderBytes,
        int maxUriBytes,
        long defaultMaxBodyBytes,
        Duration requestTimeout,
        Duration streamTimeout,
        Duration idleTimeout,
        Duration headTimeout,
        Duration drainDelay,
        boolean checkResponses,
        TrustedProxies trustedProxies) {
    public HttpServerConfig {
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(maxInFlight > 0, "maxInFlight must be positive");
        require(maxConnections > 0, "maxConnections must be positive");
        require(maxHeaderBytes > 0, "maxHeaderBytes must be positive");
        require(maxUriBytes > 0, "maxUriBytes must be positive");
        require(defaultMaxBodyBytes > 0, "defaultMaxBodyBytes must be positive");
        require(requestTimeout.isPositive(), "requestTimeout must be positive");
        require(streamTimeout.isPositive(), "streamTimeout must be positive");
        require(idleTimeout.isPositive(), "idleTimeout must be positive");
        require(headTimeout.isPositive(), "headTimeout must be positive");
        require(!drainDelay.isNegative(), "drainDelay must not be negative");
    }

    /// The same, believing no proxy.
    public HttpServerConfig(
            String host,
            int port,
            int maxInFlight,
            int maxConnections,
            int maxHeaderBytes,
            int maxUriBytes,
            long defaultMaxBodyBytes,
            Duration requestTimeout,
            Duration streamTimeout,
            Duration idleTimeout,
            Duration headTimeout,
            Duration drainDelay,
            boolean checkResponses) {
        this(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                checkResponses,
                TrustedProxies.NONE);
    }

    /// The defaults, at this place.
    public static HttpServerConfig at(String host, int port) {
        return new HttpServerConfig(
                host,
                port,
                2048,
                16_384,
                16 * 1024,
                8 * 1024,
                64 * 1024,
                Duration.ofSeconds(30),
                Duration.ofMinutes(30),
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ZERO,
                false,
                TrustedProxies.NONE);
    }

    public HttpServerConfig withMaxInFlight(int requests) {
        return new HttpServerConfig(
                host,
                port,
                requests,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                checkResponses,
                trustedProxies);
    }

    public HttpServerConfig withMaxConnections(int connections) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                connections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                checkResponses,
                trustedProxies);
    }

    public HttpServerConfig withRequestTimeout(Duration timeout) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                timeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                checkResponses,
                trustedProxies);
    }

    /// @param head until the first request's head is whole
    /// @param idle between requests, and within a stream
    public HttpServerConfig withConnectionTimeouts(Duration head, Duration idle) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idle,
                head,
                drainDelay,
                checkResponses,
                trustedProxies);
    }

    public HttpServerConfig withDrainDelay(Duration delay) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                delay,
                checkResponses,
                trustedProxies);
    }

    public HttpServerConfig withCheckResponses(boolean check) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                check,
                trustedProxies);
    }

    public HttpServerConfig withTrustedProxies(TrustedProxies proxies) {
        return new HttpServerConfig(
                host,
                port,
                maxInFlight,
                maxConnections,
                maxHeaderBytes,
                maxUriBytes,
                defaultMaxBodyBytes,
                requestTimeout,
                streamTimeout,
                idleTimeout,
                headTimeout,
                drainDelay,
                checkResponses,
                proxies);
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
