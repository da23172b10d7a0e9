package dev.parley.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// One place where a service answers, with its circuit breaker: closed (calls pass), open (nothing is sent),
/// half-open (a few calls find out).
///
/// A breaker for each place and not one for the service, so that one dead replica of two is left out instead of
/// opening the circuit to both.
public final class Replica implements AutoCloseable {
    private final URI baseUrl;
    private final InetSocketAddress address;
    private final CircuitBreaker breaker;
    private final AtomicInteger underWay = new AtomicInteger();
    private final MeterRegistry metrics;
    private final Gauge gauge;

    Replica(String target, Place place, ClientConfig.Breaker config, InstantSource clock, MeterRegistry metrics) {
        this.baseUrl = place.baseUrl();
        this.address = place.address();
        this.metrics = metrics;
        this.breaker = CircuitBreaker.of(
                target + " at " + place.label(),
                CircuitBreakerConfig.custom()
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(config.window())
                        .minimumNumberOfCalls(config.minimumCalls())
                        .failureRateThreshold(config.failurePercent())
                        .waitDurationInOpenState(config.openFor())
                        .permittedNumberOfCallsInHalfOpenState(config.probes())
                        .build());
        this.gauge = Gauge.builder("parley.client.breaker.state", breaker, Replica::number)
                .description("0 closed, 1 half-open, 2 open")
                .tag("target", target)
                .tag("replica", place.label())
                .register(metrics);
    }

    /// With the name of the host, as TLS and the `Host` header want it.
    public URI baseUrl() {
        return baseUrl;
    }

    /// Where to connect to.
    public SocketAddress address() {
        return SocketAddress.inetSocketAddress(address);
    }

    /// Whether a call may be sent. Each permission is given back by exactly one of the three below.
    boolean permits() {
        boolean permitted = breaker.tryAcquirePermission();
        if (permitted) {
            underWay.incrementAndGet();
        }
        return permitted;
    }

    /// Calls that were permitted and have not ended.
    int underWay() {
        return underWay.get();
    }

    public void succeeded(Duration took) {
        underWay.decrementAndGet();
        breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    public void failed(Duration took, Throwable cause) {
        underWay.decrementAndGet();
        breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, cause);
    }

    /// The call says nothing about this place.
    public void undecided() {
        underWay.decrementAndGet();
        breaker.releasePermission();
    }

    /// Withdraws its gauge: the place is no more.
    @Override
    public void close() {
        metrics.remove(gauge);
    }

    private static int number(CircuitBreaker breaker) {
        State state = breaker.getState();
        return switch (state) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }

    /// A base URL and one address of its host.
    record Place(URI baseUrl, InetSocketAddress address) {
        /// `host:port` where the host is an address, else `host:port/address`.
        String label() {
            String literal = address.getAddress().getHostAddress();
            String authority = baseUrl.getAuthority();
            return authority.contains(literal) ? authority : authority + "/" + literal;
        }
    }
}
