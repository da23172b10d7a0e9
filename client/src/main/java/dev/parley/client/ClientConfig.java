package dev.parley.client;

import dev.parley.http.tls.PeerTrust;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/// How one service is called.
///
/// @param target its name, as in the configuration (`messaging`); also the audience of service tokens
/// @param baseUrls where it answers, all alike; calls go to them in turn
/// @param trust who is believed to be the service, where the URLs say https
public record ClientConfig(
        String target, List<URI> baseUrls, Limits limits, Retry retry, Breaker breaker, PeerTrust trust) {
    public ClientConfig {
        baseUrls = List.copyOf(baseUrls);
        if (baseUrls.isEmpty()) {
            throw new IllegalArgumentException(target + " needs at least one base URL");
        }
        baseUrls.forEach(ClientConfig::requireBaseUrl);
    }

    /// The defaults, for a service at these places.
    public static ClientConfig of(String target, URI... baseUrls) {
        return new ClientConfig(
                target, List.of(baseUrls), Limits.DEFAULT, Retry.DEFAULT, Breaker.DEFAULT, PeerTrust.SYSTEM);
    }

    public ClientConfig withLimits(Limits changed) {
        return new ClientConfig(target, baseUrls, changed, retry, breaker, trust);
    }

    public ClientConfig withRetry(Retry changed) {
        return new ClientConfig(target, baseUrls, limits, changed, breaker, trust);
    }

    public ClientConfig withBreaker(Breaker changed) {
        return new ClientConfig(target, baseUrls, limits, retry, changed, trust);
    }

    public ClientConfig withTrust(PeerTrust changed) {
        return new ClientConfig(target, baseUrls, limits, retry, breaker, changed);
    }

    private static void requireBaseUrl(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getQuery() != null || url.getFragment() != null) {
            throw new IllegalArgumentException("a base URL is http(s)://host:port, with a path at most: " + url);
        }
    }

    /// @param connect until a connection stands, waiting for a free one included
    /// @param response the longest wait for one answer
    /// @param deadline of a call, repetitions included, where the caller has none of its own
    /// @param maxResponseBytes a longer body is refused
    /// @param maxConnections per base URL
    public record Limits(
            Duration connect, Duration response, Duration deadline, int maxResponseBytes, int maxConnections) {
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(10), 8 << 20, 128);

        public Limits {
            requirePositive(connect, "connect");
            requirePositive(response, "response");
            requirePositive(deadline, "deadline");
            if (maxResponseBytes < 1 || maxConnections < 1) {
                throw new IllegalArgumentException("maxResponseBytes and maxConnections must be above zero");
            }
        }
    }

    /// @param maxTries of one call, the first included; 1 means that nothing is repeated
    /// @param backoff before each repetition
    /// @param budgetPercent repetitions per hundred calls that are allowed over time, so that an outage is not met
    ///     with a multiple of the load
    public record Retry(int maxTries, Backoff backoff, int budgetPercent) {
        public static final Retry DEFAULT = new Retry(3, new Backoff(Duration.ofMillis(50), Duration.ofSeconds(1)), 20);

        public Retry {
            if (maxTries < 1 || budgetPercent < 0 || budgetPercent > 100) {
                throw new IllegalArgumentException("maxTries must be at least 1, budgetPercent 0 to 100");
            }
        }
    }

    /// A circuit breaker for each base URL.
    ///
    /// @param failurePercent of the last `window` calls at which it opens
    /// @param minimumCalls before it judges at all
    /// @param openFor how long nothing is sent before it is tried again
    /// @param probes calls let through to find out; it closes when few enough of them fail
    public record Breaker(int failurePercent, int window, int minimumCalls, Duration openFor, int probes) {
        /// Open for a short time: where one place is left of two, its open circuit is an outage for everybody and
        /// may not outlast the hiccup that opened it by much. A place that is gone costs few calls to find out.
        public static final Breaker DEFAULT = new Breaker(50, 20, 10, Duration.ofSeconds(1), 3);

        public Breaker {
            requirePositive(openFor, "openFor");
            if (failurePercent < 1 || failurePercent > 100 || window < 1 || minimumCalls < 1 || probes < 1) {
                throw new IllegalArgumentException("failurePercent must be 1 to 100, the counts above zero");
            }
        }
    }

    private static void requirePositive(Duration duration, String name) {
        if (!duration.isPositive()) {
            throw new IllegalArgumentException(name + " must be above zero");
        }
    }
}
