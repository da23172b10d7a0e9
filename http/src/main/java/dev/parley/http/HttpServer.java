package dev.parley.http;

import dev.parley.core.id.IdSource;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.net.BindException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A server that listens: an [Endpoint] at a place. Besides the endpoint's routes it answers `/health`, `/ready`
/// and `/metrics`. Many servers share one [Vertx].
public final class HttpServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration START_BOUND = Duration.ofSeconds(30);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    private final Vertx vertx;
    private final ServerState state;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LocalMap<String, Boolean> ports;
    private final String portName;
    private String deployment = "";
    private boolean closed;

    private HttpServer(Vertx vertx, ServerState state) {
        this.vertx = vertx;
        this.state = state;
        this.ports = vertx.sharedData().getLocalMap("dev.parley.http.ports");
        this.portName = claimPort();
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
        HttpServer server = new HttpServer(vertx, new ServerState(config, endpoint, ids, clock));
        server.listen();
        return server;
    }

    // Vert.x lets any server of the same Vertx share a port that is taken: connections would go to one or the other.
    private String claimPort() {
        HttpServerConfig config = state.config;
        if (config.port() != 0) {
            String name = config.host() + ":" + config.port();
            if (ports.putIfAbsent(name, true) != null) {
                throw new PortInUseException(config.host(), config.port(), "another service listens there");
            }
            return name;
        }
        int free = -1;
        while (ports.putIfAbsent(config.host() + ":" + free, true) != null) {
            free--;
        }
        return config.host() + ":" + free;
    }

    private void listen() {
        int port = Integer.parseInt(portName.substring(portName.lastIndexOf(':') + 1));
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    Listener listener = new Listener(state, port);
                    listeners.add(listener);
                    return listener;
                },
                new DeploymentOptions().setInstances(loops));
        try {
            deployment =
                    deployed.toCompletionStage().toCompletableFuture().get(START_BOUND.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            ports.remove(portName);
            throw unable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            ports.remove(portName);
            throw unable(e);
        } catch (InterruptedException e) {
            ports.remove(portName);
            Thread.currentThread().interrupt();
            throw unable(e);
        }
    }

    private PortInUseException unable(Throwable cause) {
        String reason = switch (cause) {
            case BindException taken -> "the port is in use";
            case UnknownHostException unknown -> "the host is not known";
            default -> String.valueOf(cause.getMessage());
        };
        return new PortInUseException(state.config.host(), state.config.port(), reason, cause);
    }

    /// The port that it listens on.
    public int port() {
        return listeners.getFirst().actualPort();
    }

    /// Says whether it may be sent requests: `/ready` answers 200 when this is true and all dependencies are up.
    public void ready(boolean ready) {
        state.ready = ready;
    }

    /// Ends service without losing a request. `/ready` turns to 503 at once. For the configured `drainDelay`
    /// everything is answered as before, but each answer closes its connection; then no connection is taken any
    /// more, and requests in flight get what is left of `bound` before their handlers are interrupted. Blocks until
    /// the server is closed.
    public void drain(Duration bound) {
        state.draining = true;
        long end = System.nanoTime() + bound.toNanos();
        Drain drain = new Drain(state, listeners);
        drain.accept(state.config.drainDelay().compareTo(bound) < 0 ? state.config.drainDelay() : bound);
        drain.finish(end);
        close();
    }

    /// Closes at once: connections are cut and handlers interrupted. Closing twice is fine.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        state.draining = true;
        listeners.forEach(listener -> listener.forEachConnection(Connection::interrupt));
        try {
            vertx.undeploy(deployment)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(CLOSE_BOUND.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not close in order", state.endpoint.service(), e);
        }
        ports.remove(portName);
    }
}
