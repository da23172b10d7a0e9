package dev.parley.socket;

import dev.parley.core.problem.ProblemType;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The step from HTTP to WebSocket. Afterwards the pipeline holds a decoder, the joining of fragments, and
/// [Inbound]: no encoder, since [Frames] makes the bytes.
///
/// `permessage-deflate` is not offered: it would be one compression per connection for a frame that is encoded once
/// for all, and 300 KB of memory for each that keeps its window.
final class Upgrade {
    private static final AsciiString VERSION = HttpHeaderNames.SEC_WEBSOCKET_VERSION;

    private final Node node;
    private final ChannelHandlerContext ctx;
    private final FullHttpRequest request;
    private final HttpAnswer answer;

    /// @param request is released by this
    Upgrade(Node node, ChannelHandlerContext ctx, FullHttpRequest request, HttpAnswer answer) {
        this.node = node;
        this.ctx = ctx;
        this.request = request;
        this.answer = answer;
    }

    void giveUp() {
        request.release();
    }

    /// @param accepted the token of the request, or null when it brought none
    void perform(Protocol.@Nullable Accepted accepted) {
        try {
            if (!ctx.channel().isActive()) {
                return;
            }
            WebSocketServerHandshaker handshaker = handshaker();
            if (handshaker == null) {
                WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
            } else if (!node.takePlace()) {
                answer.problem(HttpFront.unavailable("this node has as many connections as it can take"));
            } else {
                shakeHands(handshaker, accepted);
            }
        } finally {
            request.release();
        }
    }

    /// Drafts of the standard, which Netty still speaks, are not taken: null asks for version 13.
    private @Nullable WebSocketServerHandshaker handshaker() {
        if (!WebSocketVersion.V13.toHttpHeaderValue().equals(request.headers().get(VERSION))) {
            return null;
        }
        WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(node.config().limits().maxFrameBytes())
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
        return new WebSocketServerHandshakerFactory("", null, config).newHandshaker(request);
    }

    private void shakeHands(WebSocketServerHandshaker handshaker, Protocol.@Nullable Accepted accepted) {
        try {
            handshaker.handshake(ctx.channel(), request).addListener(done -> {
                if (done.isSuccess() && ctx.channel().isActive()) {
                    open(accepted);
                } else {
                    node.freePlace();
                    ctx.close();
                }
            });
        } catch (WebSocketHandshakeException e) {
            node.freePlace();
            answer.problem(ProblemType.MALFORMED_REQUEST.because("the WebSocket handshake is not complete"));
        }
    }

    private void open(Protocol.@Nullable Accepted accepted) {
        Connection connection = new Connection(
                node,
                node.loops().of(ctx.channel().eventLoop()),
                ctx.channel(),
                node.endpoint().ids().next("con"));
        ChannelPipeline pipeline = ctx.pipeline();
        pipeline.remove("wsencoder");
        pipeline.addLast(new WebSocketFrameAggregator(node.config().limits().maxFrameBytes()));
        pipeline.addLast(new Inbound(node, connection));
        pipeline.remove(ctx.handler());
        node.opened(connection);
        if (accepted != null) {
            node.protocol().accepted(connection, accepted);
        }
    }
}
