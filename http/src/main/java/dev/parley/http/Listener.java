package dev.parley.http;

import dev.parley.core.call.CallContext;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.RequestId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.path.MalformedPathException;
import dev.parley.http.path.QueryString;
import dev.parley.http.path.Router;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop's share of a server: takes connections, reads heads, refuses what is malformed and finds the
/// route. Everything here runs on that event loop and never blocks.
final class Listener extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long SWEEP_MILLIS = 100;

    private final ServerState server;
    private final int port;
    private final Map<HttpConnection, Connection> connections = new IdentityHashMap<>();
    private io.vertx.core.http.@Nullable HttpServer http;

    /// @param port a negative one stands for a free one, the same for all listeners that name it
    Listener(ServerState server, int port) {
        this.server = server;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
        io.vertx.core.http.HttpServer listening = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .requestHandler(this::begin)
                .invalidRequestHandler(this::refuse)
                // Broken connections are everyday life; those of our own making surface elsewhere.
                .exceptionHandler(e -> LOG.debug("a connection broke", e));
        http = listening;
        String host = server.config.host();
        return listening.listen(
                port > 0 ? SocketAddress.inetSocketAddress(port, host) : SocketAddress.sharedRandomPort(-port, host));
    }

    private HttpServerOptions options() {
        return new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(server.config.maxHeaderBytes())
                // Method and version stand on the same line as the URI.
                .setMaxInitialLineLength(server.config.maxUriBytes() + 64)
                .setAcceptBacklog(1024)
                .setTcpNoDelay(true);
    }

    int actualPort() {
        return http == null ? 0 : http.actualPort();
    }

    /// Takes no more connections, lets those exchanges end that run, closes.
    Future<Void> shutdown(Duration bound) {
        return http == null ? Future.succeededFuture() : http.shutdown(bound);
    }

    /// Runs `action` for each connection, on the event loop.
    void forEachConnection(Consumer<Connection> action) {
        context.runOnContext(v -> List.copyOf(connections.values()).forEach(action));
    }

    private void connected(HttpConnection connection) {
        if (server.connections.incrementAndGet() > server.config.maxConnections()) {
            server.connections.decrementAndGet();
            connection.close();
            return;
        }
        Connection known = new Connection(connection, server.config.headTimeout());
        connections.put(connection, known);
        connection.closeHandler(v -> {
            connections.remove(connection);
            server.connections.decrementAndGet();
            known.peerGone();
        });
    }

    private void sweep() {
        long now = System.nanoTime();
        for (Connection connection : List.copyOf(connections.values())) {
            connection.sweep(now);
        }
    }

    private void begin(HttpServerRequest request) {
        Connection connection = connections.get(request.connection());
        if (connection == null) {
            request.connection().close();
            return;
        }
        Context own = vertx.getOrCreateContext();
        Request.Head head = head(request);
        Exchange exchange = new Exchange(server, connection, request, own, plan(request, head));
        connection.begin(exchange);
        if (!probed(request, head, exchange, own)) {
            exchange.begin();
        }
    }

    private Request.Head head(HttpServerRequest request) {
        String path = request.path();
        SocketAddress peer = request.remoteAddress();
        return new Request.Head(
                requestId(request),
                request.method().name(),
                path == null ? "" : path,
                request.headers(),
                peer == null || peer.host() == null ? "" : peer.host());
    }

    private RequestId requestId(HttpServerRequest request) {
        String sent = request.getHeader("X-Request-Id");
        if (sent != null && sent.length() == RequestId.PREFIX.length() + 27) {
            try {
                return new RequestId(sent);
            } catch (MalformedIdException e) {
                LOG.trace("a request id of another form was sent");
            }
        }
        return server.ids.requestId();
    }

    private Exchange.Plan plan(HttpServerRequest request, Request.Head head) {
        BoundRoute route = null;
        Request.Matched matched;
        Duration timeout = server.config.requestTimeout();
        try {
            HeadRules.check(request, server.config.maxUriBytes());
            switch (server.router.match(head.method(), head.path())) {
                case Router.Found<BoundRoute> found -> {
                    route = found.value();
                    Operation operation = route.operation();
                    String query = request.query();
                    matched = Request.Matched.found(
                            operation, found.parameters(), QueryString.decode(query == null ? "" : query));
                    timeout = HeadRules.timeout(
                            request,
                            operation.streaming() ? server.config.streamTimeout() : server.config.requestTimeout());
                }
                case Router.NotFound<BoundRoute> nothing ->
                    matched = Request.Matched.nothing(ProblemType.NOT_FOUND.because("no such path"), "");
                case Router.MethodNotAllowed<BoundRoute> other ->
                    matched = Request.Matched.nothing(
                            ProblemType.METHOD_NOT_ALLOWED.because("see the Allow header"),
                            String.join(", ", other.allowed()));
            }
        } catch (MalformedPathException e) {
            matched = Request.Matched.nothing(ProblemType.MALFORMED_REQUEST.because(e.reason()), "");
            route = null;
        } catch (ProblemException e) {
            matched = Request.Matched.nothing(e, "");
            route = null;
        }
        return new Exchange.Plan(
                head,
                matched,
                route == null ? server.refusals : route.pipeline(),
                route == null ? server.refusalTimers : route.timers(),
                new CallContext(
                        head.id(),
                        Traceparent.child(request.getHeader("traceparent"), ThreadLocalRandom.current()),
                        server.clock.instant().plus(timeout)),
                timeout);
    }

    /// Answers `/health`, `/ready` and `/metrics`, which stand outside of filters and limits.
    private boolean probed(HttpServerRequest request, Request.Head head, Exchange exchange, Context own) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return false;
        }
        switch (head.path()) {
            case "/health" ->
                server.health
                        .report()
                        .thenAccept(report -> own.runOnContext(v -> exchange.answerNow(Response.ok(report))));
            case "/ready" ->
                server.health.report().thenAccept(report -> own.runOnContext(v -> exchange.answerNow(ready(report))));
            case "/metrics" -> exchange.answerNow(metrics(head));
            default -> {
                return false;
            }
        }
        return true;
    }

    private Response ready(Health.Report report) {
        boolean ready = server.ready && !server.draining && report.allUp();
        String state = server.draining ? "draining" : ready ? "ready" : "not-ready";
        return Response.json(ready ? 200 : 503, Map.of("service", server.endpoint.service(), "status", state));
    }

    private Response metrics(Request.Head head) {
        if (server.endpoint.metrics() instanceof PrometheusMeterRegistry prometheus) {
            byte[] text = prometheus.scrape().getBytes(StandardCharsets.UTF_8);
            return Response.bytes(200, "text/plain; version=0.0.4; charset=utf-8", text)
                    .withHeader("Cache-Control", "no-store");
        }
        return Response.problem(
                ProblemType.NOT_FOUND.because("metrics are not exported"),
                head.id().value());
    }

    /// What could not be read as HTTP. Vert.x closes the connection after the answer.
    private void refuse(HttpServerRequest request) {
        ProblemException refusal = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException e -> ProblemType.URI_TOO_LONG.because("the request line is too long");
            case TooLongHttpHeaderException e ->
                HeadRules.HEADERS_TOO_LARGE.because("the headers exceed " + server.config.maxHeaderBytes() + " bytes");
            default -> ProblemType.MALFORMED_REQUEST.because("the request is not HTTP/1.1");
        };
        RequestId id = server.ids.requestId();
        Response response = Response.problem(refusal, id.value());
        ResponseHead.write(response, id.value(), true, request.response());
        request.response().end(io.vertx.core.buffer.Buffer.buffer(response.wholeBody()));
    }
}
