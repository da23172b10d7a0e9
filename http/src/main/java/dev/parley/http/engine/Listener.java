package dev.parley.http.engine;

import dev.parley.core.id.RequestId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Response;
import dev.parley.http.tls.ServerTls;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One event loop's share of a server: takes connections and the heads of requests, and sees several times a second
/// that nobody has overstayed. Everything here runs on that event loop and never blocks, but for what says
/// otherwise.
final class Listener extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
    private static final long SWEEP_MILLIS = 100;

    private final ServerState server;
    private final Planner planner;
    private final Probes probes;
    private final int port;
    private final Map<HttpConnection, Connection> connections = new HashMap<>();
    private volatile @Nullable HttpServer http;

    /// @param port a negative one stands for a free one, the same for all listeners that name it
    Listener(ServerState server, Probes probes, int port) {
        this.server = server;
        this.planner = new Planner(server);
        this.probes = probes;
        this.port = port;
    }

    @Override
    public Future<?> start() {
        vertx.setPeriodic(SWEEP_MILLIS, timer -> sweep());
        HttpServer listening = vertx.createHttpServer(options())
                .connectionHandler(this::connected)
                .requestHandler(this::begin)
                .invalidRequestHandler(this::refuse)
                // Broken connections are everyday life; what we break ourselves surfaces elsewhere.
                .exceptionHandler(e -> LOG.debug("a connection broke", e));
        http = listening;
        String host = server.config().host();
        return listening.listen(
                port > 0 ? SocketAddress.inetSocketAddress(port, host) : SocketAddress.sharedRandomPort(-port, host));
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHttp2ClearTextEnabled(false)
                .setMaxHeaderSize(server.config().limits().maxHeaderBytes())
                // Method and version stand on the same line as the URI.
                .setMaxInitialLineLength(server.config().limits().maxUriBytes() + 64)
                .setAcceptBacklog(1024)
                .setTcpNoDelay(true);
        ServerTls tls = server.config().tls();
        if (tls != null) {
            tls.applyTo(options);
        }
        return options;
    }

    /// From any thread.
    int actualPort() {
        HttpServer listening = http;
        return listening == null ? 0 : listening.actualPort();
    }

    /// Takes no more connections, lets those exchanges end that run, closes. From any thread.
    Future<Void> shutdown(Duration bound) {
        HttpServer listening = http;
        return listening == null ? Future.succeededFuture() : listening.shutdown(bound);
    }

    /// Interrupts what runs. From any thread.
    void abandon() {
        context.runOnContext(v -> List.copyOf(connections.values()).forEach(Connection::abandon));
    }

    /// Closes every connection at once. From any thread.
    void cut() {
        context.runOnContext(v -> List.copyOf(connections.values()).forEach(Connection::close));
    }

    private void connected(HttpConnection connection) {
        if (!server.connect()) {
            connection.close();
            return;
        }
        Connection known = new Connection(connection, server.config().timeouts().head());
        connections.put(connection, known);
        connection.closeHandler(v -> {
            server.disconnect();
            known.peerGone();
        });
    }

    private void sweep() {
        long now = System.nanoTime();
        List<HttpConnection> over = new ArrayList<>();
        connections.forEach((http, connection) -> {
            if (connection.isOver(now)) {
                over.add(http);
            }
        });
        for (HttpConnection http : over) {
            Connection connection = connections.remove(http);
            if (connection != null) {
                connection.close();
            }
        }
    }

    private void begin(HttpServerRequest request) {
        Connection connection = connections.get(request.connection());
        if (connection == null || connection.isEnding()) {
            // One too many, overdue, or behind the last: its connection is being closed.
            return;
        }
        Context own = vertx.getOrCreateContext();
        Exchange.Plan plan = planner.plan(request);
        Exchange exchange = new Exchange(server, connection, request, own, plan);
        connection.begin(exchange);
        CompletionStage<Response> probe = probes.answer(plan.head());
        if (probe == null) {
            exchange.begin();
        } else {
            probe.whenComplete((answer, failure) -> own.runOnContext(v -> exchange.answerNow(
                    failure == null ? answer : failed(plan.head().id(), failure))));
        }
    }

    private static Response failed(RequestId id, Throwable failure) {
        return Problems.answer(failure, "probe", id.value());
    }

    /// Answers what could not be read as HTTP. Vert.x closes the connection afterwards.
    private void refuse(HttpServerRequest request) {
        Connection connection = connections.get(request.connection());
        if (connection == null || connection.isEnding()) {
            return;
        }
        connection.end();
        ProblemException refusal = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException e -> ProblemType.URI_TOO_LONG.because("the request line is too long");
            case TooLongHttpHeaderException e ->
                Problems.HEADERS_TOO_LARGE.because(
                        "the headers exceed " + server.config().limits().maxHeaderBytes() + " bytes");
            default -> ProblemType.MALFORMED_REQUEST.because("the request is not HTTP/1.1");
        };
        String id = server.ids().requestId().value();
        Response response = Response.problem(refusal, id);
        byte[] body = response.wholeBody();
        ResponseHead.write(response, id, body.length, true, request.response());
        request.response().end(Buffer.buffer(body));
    }
}
