package dev.parley.socket;

import dev.parley.core.id.RequestId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;

/// The answer to the one HTTP request of a connection, which ends with it. Any thread may answer.
final class HttpAnswer {
    private final ChannelHandlerContext ctx;
    private final RequestId requestId;

    HttpAnswer(ChannelHandlerContext ctx, RequestId requestId) {
        this.ctx = ctx;
        this.requestId = requestId;
    }

    void json(int status, byte[] body) {
        send(status, "application/json", body);
    }

    /// RFC 9457, as the other services write it.
    void problem(ProblemException refusal) {
        ProblemBody body = new ProblemBody(
                refusal.type().uri(),
                refusal.type().title(),
                refusal.type().status(),
                refusal.detail(),
                refusal.type().code(),
                requestId);
        send(refusal.type().status(), "application/problem+json", Json.bytes(body));
    }

    private record ProblemBody(URI type, String title, int status, String detail, String code, RequestId requestId) {}

    void send(int status, String contentType, byte[] body) {
        var response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, contentType)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length)
                .set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE)
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
                .set("X-Request-Id", requestId.value());
        if (status == HttpResponseStatus.SERVICE_UNAVAILABLE.code()) {
            response.headers().set(HttpHeaderNames.RETRY_AFTER, 1);
        }
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }
}
