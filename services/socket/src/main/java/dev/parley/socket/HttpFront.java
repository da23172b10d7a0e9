package dev.parley.socket;

import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Health;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one HTTP request of a connection: `/health`, `/ready` and `/metrics` in the form that all services give
/// them, or the upgrade to WebSocket at `/v1/socket`. Everything else, and everything that is wrong, is a problem
/// and the end.
final class HttpFront extends SimpleChannelInboundHandler<FullHttpRequest> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final String PATH = "/v1/socket";
    private static final String BEARER = "Bearer ";

    private final Node node;
    private final Health health;
    private @Nullable Future<?> timeout;
    private boolean answered;

    HttpFront(Node node, Health health) {
        this.node = node;
        this.health = health;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        long millis = node.config().timing().authentication().toMillis();
        timeout = ctx.executor().schedule(() -> ctx.close(), millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (timeout != null) {
            timeout.cancel(false);
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
        if (answered) {
            return;
        }
        answered = true;
        HttpAnswer answer = new HttpAnswer(ctx, node.endpoint().ids().requestId());
        if (!request.decoderResult().isSuccess()) {
            answer.problem(ProblemType.MALFORMED_REQUEST.because("the request is not HTTP/1.1"));
            return;
        }
        String path = new QueryStringDecoder(request.uri()).rawPath();
        switch (path) {
            case "/health" -> health.report().thenAccept(report -> answer.json(200, Json.bytes(report)));
            case "/ready" -> health.report().thenAccept(report -> ready(answer, report));
            case "/metrics" -> metrics(answer);
            case PATH -> {
                if (request.method().equals(HttpMethod.GET)) {
                    upgrade(ctx, request, answer);
                } else {
                    answer.problem(ProblemType.METHOD_NOT_ALLOWED.because("connect with GET"));
                }
            }
            default -> answer.problem(ProblemType.NOT_FOUND.because("there is nothing here"));
        }
    }

    private void ready(HttpAnswer answer, Health.Report report) {
        boolean ready = node.isReady() && report.allUp();
        String state = node.isDraining() ? "draining" : ready ? "ready" : "not-ready";
        Map<String, String> body = Map.of("service", node.endpoint().service(), "status", state);
        answer.json(ready ? 200 : 503, Json.bytes(body));
    }

    private void metrics(HttpAnswer answer) {
        if (node.endpoint().metrics() instanceof PrometheusMeterRegistry prometheus) {
            answer.send(
                    200,
                    "text/plain; version=0.0.4; charset=utf-8",
                    prometheus.scrape().getBytes(StandardCharsets.UTF_8));
        } else {
            answer.problem(ProblemType.NOT_FOUND.because("metrics are not exported"));
        }
    }

    private void upgrade(ChannelHandlerContext ctx, FullHttpRequest request, HttpAnswer answer) {
        boolean asksFor = request.headers().containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
        if (!asksFor) {
            answer.problem(ProblemType.MALFORMED_REQUEST.because("this is a WebSocket: send Upgrade: websocket"));
            return;
        }
        String origin = request.headers().get(HttpHeaderNames.ORIGIN);
        String host = request.headers().get(HttpHeaderNames.HOST, "");
        if (origin != null && !Origins.allowed(node.config().allowedOrigins(), origin, host)) {
            answer.problem(ProblemType.FORBIDDEN.because("pages of this origin may not connect"));
            return;
        }
        if (node.isDraining()) {
            answer.problem(unavailable("this node is going away"));
            return;
        }
        Upgrade upgrade = new Upgrade(node, ctx, request.retain(), answer);
        String authorization = request.headers().get(HttpHeaderNames.AUTHORIZATION);
        if (authorization == null) {
            upgrade.perform(null);
        } else {
            verifyFirst(ctx, authorization, upgrade, answer);
        }
    }

    private void verifyFirst(ChannelHandlerContext ctx, String authorization, Upgrade upgrade, HttpAnswer answer) {
        if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            upgrade.giveUp();
            answer.problem(ProblemType.INVALID_TOKEN.because("send Authorization: Bearer and the access token"));
            return;
        }
        String token = authorization.substring(BEARER.length()).strip();
        node.background().call(ctx.executor(), () -> node.protocol().verify(token), upgrade::perform, failure -> {
            upgrade.giveUp();
            answer.problem(refusal(failure));
        });
    }

    private static ProblemException refusal(Exception failure) {
        if (failure instanceof ProblemException problem) {
            return problem;
        }
        LOG.warn("a token could not be verified", failure);
        return unavailable("the token cannot be verified now");
    }

    static ProblemException unavailable(String detail) {
        return new ProblemException(ProblemType.UNAVAILABLE, detail, List.of(), java.time.Duration.ofSeconds(1));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            LOG.debug("a request could not be read", cause);
        }
        ctx.close();
    }
}
