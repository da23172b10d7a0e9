package dev.parley.socket;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

/// What a node counts.
final class SocketMetrics {
    private final MeterRegistry registry;
    private final Counter deliveries;
    private final Counter gaps;
    private final Counter resumes;
    private final Map<CloseReason, Counter> closes = new EnumMap<>(CloseReason.class);

    SocketMetrics(MeterRegistry registry) {
        this.registry = registry;
        deliveries = Counter.builder("parley.socket.deliveries")
                .description("Live messages handed to connections")
                .register(registry);
        gaps = Counter.builder("parley.socket.gaps")
                .description("Gaps in signals that were filled from history")
                .register(registry);
        resumes = Counter.builder("parley.socket.resumes")
                .description("Resumes that clients asked for")
                .register(registry);
        for (CloseReason reason : CloseReason.values()) {
            closes.put(
                    reason,
                    Counter.builder("parley.socket.closes")
                            .description("Connections that the server ended")
                            .tag("reason", reason.tag())
                            .register(registry));
        }
    }

    void gauge(String name, String description, Supplier<Number> value) {
        io.micrometer.core.instrument.Gauge.builder(name, value)
                .description(description)
                .register(registry);
    }

    void delivered(int connections) {
        deliveries.increment(connections);
    }

    void gap() {
        gaps.increment();
    }

    void resume() {
        resumes.increment();
    }

    void closed(CloseReason reason) {
        Counter counter = closes.get(reason);
        if (counter != null) {
            counter.increment();
        }
    }
}
