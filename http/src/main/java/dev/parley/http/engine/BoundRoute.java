package dev.parley.http.engine;

import dev.parley.http.Handler;
import dev.parley.http.Operation;
import dev.parley.http.Routes;
import dev.parley.http.schema.OperationCheck;
import dev.parley.http.schema.ResponseCheck;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A route on a server: with its pipeline, its timers, and its contract, which is compiled when first needed so
/// that nine services start fast.
final class BoundRoute {
    private static final List<String> STATUS_CLASSES = List.of("2xx", "3xx", "4xx", "5xx");

    private final Routes.Route route;
    private final Handler pipeline;
    private final List<Timer> timers;
    private volatile @Nullable OperationCheck check;
    private volatile @Nullable ResponseCheck responseCheck;

    BoundRoute(Routes.Route route, Pipeline pipeline, MeterRegistry metrics) {
        this.route = route;
        this.timers = timers(metrics, route.operation().id());
        this.pipeline = pipeline.serving(this);
    }

    /// The timers of an operation, one for each class of status.
    static List<Timer> timers(MeterRegistry metrics, String operationId) {
        List<Timer> timers = new ArrayList<>();
        for (String status : STATUS_CLASSES) {
            timers.add(Timer.builder("http.server.requests")
                    .description("Requests answered, from the end of the head to the answer")
                    .tag("operation", operationId)
                    .tag("status", status)
                    .serviceLevelObjectives(
                            Duration.ofMillis(5),
                            Duration.ofMillis(25),
                            Duration.ofMillis(100),
                            Duration.ofMillis(500),
                            Duration.ofMillis(2500))
                    .register(metrics));
        }
        return List.copyOf(timers);
    }

    Operation operation() {
        return route.operation();
    }

    Handler handler() {
        return route.handler();
    }

    Handler pipeline() {
        return pipeline;
    }

    List<Timer> timers() {
        return timers;
    }

    // Two threads may both compile it: the same result twice is cheaper than a lock for ever.
    OperationCheck check() {
        OperationCheck compiled = check;
        if (compiled == null) {
            compiled = OperationCheck.compile(route.contract().schemas(), route.operation());
            check = compiled;
        }
        return compiled;
    }

    ResponseCheck responseCheck() {
        ResponseCheck compiled = responseCheck;
        if (compiled == null) {
            compiled = ResponseCheck.compile(route.contract().schemas(), route.operation());
            responseCheck = compiled;
        }
        return compiled;
    }
}
