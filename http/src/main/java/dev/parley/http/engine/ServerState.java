package dev.parley.http.engine;

import dev.parley.core.id.IdSource;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Routes;
import dev.parley.http.path.Router;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What the event loops of one server share: fixed, but for two counters and two switches.
final class ServerState {
    private final HttpServerConfig config;
    private final Endpoint endpoint;
    private final IdSource ids;
    private final InstantSource clock;
    private final Router<BoundRoute> router;
    private final dev.parley.http.Handler refusing;
    private final List<Timer> refusalTimers;
    private final ThreadFactory threads;

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private volatile boolean ready;
    private volatile boolean draining;

    /// @throws IllegalStateException when two routes claim one method and path
    ServerState(HttpServerConfig config, Endpoint endpoint, IdSource ids, InstantSource clock) {
        this.config = config;
        this.endpoint = endpoint;
        this.ids = ids;
        this.clock = clock;
        this.threads = Thread.ofVirtual().name(endpoint.service() + "-", 0).factory();
        Pipeline pipeline = new Pipeline(endpoint, config.checkResponses());
        this.refusing = pipeline.refusing();
        this.refusalTimers = BoundRoute.timers(endpoint.metrics(), "none");
        this.router = router(endpoint, pipeline);
        Gauge.builder("http.server.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that run")
                .register(endpoint.metrics());
        Gauge.builder("http.server.connections", connections, AtomicInteger::get)
                .description("Connections open")
                .register(endpoint.metrics());
    }

    private static Router<BoundRoute> router(Endpoint endpoint, Pipeline pipeline) {
        Router.Builder<BoundRoute> builder = new Router.Builder<>();
        for (Routes routes : endpoint.routes()) {
            for (Routes.Route route : routes.routes()) {
                BoundRoute bound = new BoundRoute(route, pipeline, endpoint.metrics());
                builder.add(route.operation().method(), route.operation().path(), bound);
            }
        }
        return builder.build();
    }

    HttpServerConfig config() {
        return config;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    IdSource ids() {
        return ids;
    }

    InstantSource clock() {
        return clock;
    }

    Router<BoundRoute> router() {
        return router;
    }

    /// The pipeline of requests that no route matches.
    dev.parley.http.Handler refusing() {
        return refusing;
    }

    List<Timer> refusalTimers() {
        return refusalTimers;
    }

    Thread newThread(Runnable work) {
        return threads.newThread(work);
    }

    /// Takes a place for a connection; false when all are taken.
    boolean connect() {
        if (connections.incrementAndGet() > config.limits().maxConnections()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void disconnect() {
        connections.decrementAndGet();
    }

    /// Takes a place for a request that runs; false when all are taken.
    boolean admit() {
        if (inFlight.incrementAndGet() > config.limits().maxInFlight()) {
            release();
            return false;
        }
        return true;
    }

    void release() {
        // Only a server that ends is waited for, so that others do not pay for the lock.
        if (inFlight.decrementAndGet() == 0 && draining) {
            lock.lock();
            try {
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    int inFlight() {
        return inFlight.get();
    }

    /// Waits until nothing runs, on a server that drains.
    ///
    /// @return whether nothing runs
    boolean awaitIdle(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        lock.lockInterruptibly();
        try {
            boolean woken = true;
            while (inFlight.get() > 0 && woken) {
                woken = idle.awaitNanos(end - System.nanoTime()) > 0;
            }
            return inFlight.get() == 0;
        } finally {
            lock.unlock();
        }
    }

    boolean isReady() {
        return ready && !draining;
    }

    void ready(boolean now) {
        ready = now;
    }

    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }
}
