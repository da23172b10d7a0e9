package dev.parley.http;

import dev.parley.core.id.IdSource;
import dev.parley.http.engine.Engine;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// A server that listens: an [Endpoint] at a place. Besides the endpoint's routes it answers `/health`, `/ready`
/// and `/metrics`. Many servers share one [Vertx].
public final class HttpServer implements AutoCloseable {
    private final Engine engine;

    private HttpServer(Engine engine) {
        this.engine = engine;
    }

    /// Starts with the system's clock.
    ///
    /// @throws PortInUseException when it cannot listen there
    /// @throws IllegalStateException when two routes claim one method and path
    public static HttpServer start(Vertx vertx, HttpServerConfig config, Endpoint endpoint) {
        InstantSource clock = InstantSource.system();
        return start(vertx, config, endpoint, new IdSource(clock, RandomGenerator.getDefault()), clock);
    }

    /// Returns once the server listens. It is not ready until [#ready] says so.
    ///
    /// @param ids makes the ids of requests that bring none
    /// @param clock what deadlines are counted from
    public static HttpServer start(
            Vertx vertx, HttpServerConfig config, Endpoint endpoint, IdSource ids, InstantSource clock) {
        return new HttpServer(Engine.start(vertx, config, endpoint, ids, clock));
    }

    /// The port that it listens on.
    public int port() {
        return engine.port();
    }

    /// Says whether it may be sent requests: `/ready` answers 200 when this is true and all dependencies are up.
    public void ready(boolean ready) {
        engine.ready(ready);
    }

    /// Ends service without losing a request. `/ready` turns to 503 at once. For the configured `drainDelay`
    /// everything is answered as before, but each answer closes its connection. Then no connection is taken any
    /// more, idle ones are closed, and requests in flight get what is left of `bound` before their handlers are
    /// interrupted. Blocks until the server is closed; the caller must not be an event loop.
    public void drain(Duration bound) {
        engine.drain(bound);
    }

    /// Closes at once: handlers are interrupted, and connections cut a second later at most. Closing twice is
    /// fine.
    @Override
    public void close() {
        engine.close();
    }
}
