package dev.parley.http;

import dev.parley.core.health.Dependency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The state of what a service needs. All dependencies are asked at the same time, each for a second at most; the
/// answer holds for [#CACHED], and everyone who asks meanwhile shares it, so that probes cannot be used to load us.
public final class Health {
    private static final Logger LOG = LoggerFactory.getLogger(Health.class);
    private static final Duration BOUND = Duration.ofSeconds(1);
    private static final Duration CACHED = Duration.ofSeconds(1);

    private final String service;
    private final List<Probe> probes;
    private CompletableFuture<Report> latest = new CompletableFuture<>();
    private long latestNanos;
    private boolean asked;

    public Health(String service, List<Dependency> dependencies) {
        this.service = service;
        this.probes = dependencies.stream().map(Probe::new).toList();
    }

    /// @param status `up` when all dependencies are, else `degraded`: the service itself is alive either way
    public record Report(String service, String status, List<State> dependencies) {
        public boolean allUp() {
            return status.equals("up");
        }
    }

    /// @param state `up` or `down`; why it is down is in the log only
    /// @param micros how long the dependency took to answer
    public record State(String name, String state, long micros) {}

    /// The report of now, or of at most a second ago. Completed on a thread of its own, never on the caller's.
    public synchronized CompletableFuture<Report> report() {
        boolean running = asked && !latest.isDone();
        if (running || (asked && System.nanoTime() - latestNanos < CACHED.toNanos())) {
            return latest;
        }
        CompletableFuture<Report> next = new CompletableFuture<>();
        latest = next;
        asked = true;
        Thread.ofVirtual().name(service + "-health").start(() -> {
            Report report = ask();
            synchronized (this) {
                latestNanos = System.nanoTime();
            }
            next.complete(report);
        });
        return next;
    }

    private Report ask() {
        long start = System.nanoTime();
        probes.forEach(Probe::start);
        List<State> states = new ArrayList<>();
        boolean allUp = true;
        for (Probe probe : probes) {
            State state = probe.await(start + BOUND.toNanos());
            allUp &= state.state.equals("up");
            states.add(state);
        }
        return new Report(service, allUp ? "up" : "degraded", states);
    }

    /// One dependency. Only the thread that makes the report touches it.
    private static final class Probe {
        private final Dependency dependency;
        private @Nullable FutureTask<Long> running;
        private boolean up = true;

        Probe(Dependency dependency) {
            this.dependency = dependency;
        }

        void start() {
            if (running != null && !running.isDone()) {
                // A check that hangs is not started a second time: hanging threads must not pile up.
                return;
            }
            FutureTask<Long> task = new FutureTask<>(() -> {
                long start = System.nanoTime();
                dependency.check().run();
                return System.nanoTime() - start;
            });
            running = task;
            Thread.ofVirtual().name("health-" + dependency.name()).start(task);
        }

        State await(long untilNanos) {
            FutureTask<Long> task = running;
            if (task == null) {
                throw new IllegalStateException("await follows start");
            }
            try {
                long nanos = task.get(Math.max(0, untilNanos - System.nanoTime()), TimeUnit.NANOSECONDS);
                changed(true, null);
                return new State(dependency.name(), "up", nanos / 1000);
            } catch (ExecutionException e) {
                changed(false, e.getCause());
            } catch (TimeoutException e) {
                changed(false, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return new State(dependency.name(), "down", BOUND.toNanos() / 1000);
        }

        private void changed(boolean nowUp, @Nullable Throwable why) {
            if (up && !nowUp) {
                LOG.warn("{} is down", dependency.name(), why);
            } else if (!up && nowUp) {
                LOG.info("{} is up again", dependency.name());
            }
            up = nowUp;
        }
    }
}
