package dev.parley.http;

import dev.parley.core.id.IdSource;
import dev.parley.http.path.Router;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/// What the event loops of one server share. Fixed but for the counters and the two switches.
final class ServerState {
    final HttpServerConfig config;
    final Endpoint endpoint;
    final IdSource ids;
    final InstantSource clock;
    final Router<BoundRoute> router;
    final Handler refusals;
    final Timer[] refusalTimers;
    final Health health;
    final ThreadFactory threads;
    final AtomicInteger connections = new AtomicInteger();
    volatile boolean ready;
    volatile boolean draining;

    private final AtomicInteger inFlight = new AtomicInteger();

    ServerState(HttpServerConfig config, Endpoint endpoint, IdSource ids, InstantSource clock) {
        this.config = config;
        this.endpoint = endpoint;
        this.ids = ids;
        this.clock = clock;
        this.health = new Health(endpoint.service(), endpoint.dependencies());
        this.threads = Thread.ofVirtual().name(endpoint.service() + "-", 0).factory();
        Pipeline pipeline = new Pipeline(endpoint, config.checkResponses());
        this.refusals = pipeline.refusing(Request::refuse);
        this.refusalTimers = BoundRoute.timers(endpoint.metrics(), "none");
        Router.Builder<BoundRoute> builder = new Router.Builder<>();
        for (Routes routes : endpoint.routes()) {
            for (Routes.Route route : routes.routes()) {
                BoundRoute bound = new BoundRoute(route, pipeline, endpoint.metrics());
                builder.add(route.operation().method(), route.operation().path(), bound);
            }
        }
        this.router = builder.build();
        Gauge.builder("http.server.in.flight", inFlight, AtomicInteger::get)
                .description("Requests that run")
                .register(endpoint.metrics());
        Gauge.builder("http.server.connections", connections, AtomicInteger::get)
                .description("Connections open")
                .register(endpoint.metrics());
    }

    /// Takes a place for a request that runs; false when all are taken.
    boolean admit() {
        if (inFlight.incrementAndGet() > config.maxInFlight()) {
            inFlight.decrementAndGet();
            return false;
        }
        return true;
    }

    void release() {
        inFlight.decrementAndGet();
    }

    int inFlight() {
        return inFlight.get();
    }
}
