package dev.parley.client;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;

/// One place where a service answers, with its circuit breaker: closed (calls pass), open (nothing is sent),
/// half-open (a few calls find out).
///
/// A breaker for each place and not one for the service, so that one dead replica of two is left out instead of
/// opening the circuit to both.
final class Replica {
    private final URI baseUrl;
    private final CircuitBreaker breaker;

    Replica(String target, URI baseUrl, ClientConfig.Breaker config, InstantSource clock, MeterRegistry metrics) {
        this.baseUrl = baseUrl;
        this.breaker = CircuitBreaker.of(
                target + " at " + baseUrl.getAuthority(),
                CircuitBreakerConfig.custom()
                        .clock(clock.withZone(ZoneOffset.UTC))
                        .slidingWindowType(SlidingWindowType.COUNT_BASED)
                        .slidingWindowSize(config.window())
                        .minimumNumberOfCalls(config.minimumCalls())
                        .failureRateThreshold(config.failurePercent())
                        .waitDurationInOpenState(config.openFor())
                        .permittedNumberOfCallsInHalfOpenState(config.probes())
                        .build());
        Gauge.builder("parley.client.breaker.state", breaker, Replica::number)
                .description("0 closed, 1 half-open, 2 open")
                .tag("target", target)
                .tag("replica", baseUrl.getAuthority())
                .register(metrics);
    }

    URI baseUrl() {
        return baseUrl;
    }

    /// Whether a call may be sent. Each permission is given back by exactly one of the three below.
    boolean permits() {
        return breaker.tryAcquirePermission();
    }

    void succeeded(Duration took) {
        breaker.onSuccess(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    void failed(Duration took, Throwable cause) {
        breaker.onError(took.toNanos(), TimeUnit.NANOSECONDS, cause);
    }

    /// The call says nothing about this place.
    void undecided() {
        breaker.releasePermission();
    }

    private static int number(CircuitBreaker breaker) {
        State state = breaker.getState();
        return switch (state) {
            case OPEN, FORCED_OPEN -> 2;
            case HALF_OPEN -> 1;
            case CLOSED, DISABLED, METRICS_ONLY -> 0;
        };
    }
}
