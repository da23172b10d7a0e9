package dev.parley.http.engine;

import dev.parley.core.id.IdSource;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.PortInUseException;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.LocalMap;
import java.net.BindException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listening server: its event loops, from start to end. What [dev.parley.http.HttpServer] stands for.
public final class Engine {
    private static final Logger LOG = LoggerFactory.getLogger(Engine.class);
    private static final int MOST_EVENT_LOOPS = 4;
    private static final Duration START_BOUND = Duration.ofSeconds(30);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(5);

    /// What interrupted handlers get to answer before their connections are cut.
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ServerState server;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final LocalMap<String, Boolean> claims;
    private final String claim;
    private String deployment = "";
    private boolean closed;

    private Engine(Vertx vertx, ServerState server) {
        this.vertx = vertx;
        this.server = server;
        this.claims = vertx.sharedData().getLocalMap("dev.parley.http.ports");
        this.claim = claim();
    }

    /// Returns once it listens.
    public static Engine start(
            Vertx vertx, HttpServerConfig config, Endpoint endpoint, IdSource ids, InstantSource clock) {
        Engine engine = new Engine(vertx, new ServerState(config, endpoint, ids, clock));
        try {
            engine.listen();
        } catch (RuntimeException e) {
            engine.claims.remove(engine.claim);
            throw e;
        }
        return engine;
    }

    // Vert.x lets any server of the same Vertx share a port that is taken: connections would go to one or the other.
    private String claim() {
        HttpServerConfig config = server.config();
        if (config.port() != 0) {
            String name = config.host() + ":" + config.port();
            if (claims.putIfAbsent(name, true) != null) {
                throw new PortInUseException(config.host(), config.port(), "another service of ours listens there");
            }
            return name;
        }
        int free = -1;
        while (claims.putIfAbsent(config.host() + ":" + free, true) != null) {
            free--;
        }
        return config.host() + ":" + free;
    }

    private void listen() {
        int port = Integer.parseInt(claim.substring(claim.lastIndexOf(':') + 1));
        int loops = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_EVENT_LOOPS);
        Probes probes = new Probes(server);
        Future<String> deployed = vertx.deployVerticle(
                () -> {
                    Listener listener = new Listener(server, probes, port);
                    listeners.add(listener);
                    return listener;
                },
                new DeploymentOptions().setInstances(loops));
        try {
            deployment = await(deployed, START_BOUND);
        } catch (ExecutionException e) {
            throw unable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unable(e);
        }
    }

    private static <T> T await(Future<T> future, Duration bound)
            throws ExecutionException, TimeoutException, InterruptedException {
        return future.toCompletionStage().toCompletableFuture().get(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    private PortInUseException unable(Throwable cause) {
        String reason = switch (cause) {
            case BindException taken -> "the port is in use, or the address is not ours";
            case UnknownHostException unknown -> "the host is not known";
            case UnresolvedAddressException unknown -> "the host is not known";
            default -> cause.toString();
        };
        return new PortInUseException(server.config().host(), server.config().port(), reason, cause);
    }

    /// The port that it listens on.
    public int port() {
        return listeners.getFirst().actualPort();
    }

    /// Says whether it may be sent requests.
    public void ready(boolean ready) {
        server.ready(ready);
    }

    /// See [dev.parley.http.HttpServer#drain].
    public void drain(Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        server.drain();
        Duration delay = server.config().drainDelay();
        try {
            TimeUnit.NANOSECONDS.sleep(Math.min(delay.toNanos(), bound.toNanos()));
            shutdown(end);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        close();
    }

    private void shutdown(long endNanos) throws InterruptedException {
        Duration left = Duration.ofNanos(Math.max(1, endNanos - System.nanoTime()));
        // Vert.x gets longer, so that it is we who interrupt what does not end, and the interrupted can still answer.
        Duration most = left.plus(LAST_WORDS).plus(CLOSE_BOUND);
        List<Future<Void>> closing =
                listeners.stream().map(listener -> listener.shutdown(most)).toList();
        if (server.awaitIdle(left.toNanos())) {
            // The last answers are on their way; Vert.x closes each connection behind its own.
            awaitQuietly(Future.all(closing), left);
        } else {
            LOG.warn("{}: {} requests did not end in time", server.endpoint().service(), server.inFlight());
        }
    }

    private static void awaitQuietly(Future<?> future, Duration bound) throws InterruptedException {
        try {
            await(future, bound);
        } catch (ExecutionException | TimeoutException e) {
            LOG.debug("connections did not close in time", e);
        }
    }

    /// See [dev.parley.http.HttpServer#close].
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        server.drain();
        try {
            if (server.inFlight() > 0) {
                listeners.forEach(Listener::abandon);
                server.awaitIdle(LAST_WORDS.toNanos());
            }
            listeners.forEach(Listener::cut);
            await(vertx.undeploy(deployment), CLOSE_BOUND);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("{} did not close in order", server.endpoint().service(), e);
        } finally {
            claims.remove(claim);
        }
    }
}
