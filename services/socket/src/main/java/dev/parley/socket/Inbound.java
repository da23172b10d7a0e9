package dev.parley.socket;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Frames of one connection, as they come from its decoder.
final class Inbound extends SimpleChannelInboundHandler<WebSocketFrame> {
    private static final Logger LOG = LoggerFactory.getLogger(Inbound.class);

    private final Node node;
    private final Connection connection;

    Inbound(Node node, Connection connection) {
        this.node = node;
        this.connection = connection;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        connection.heardNanos = System.nanoTime();
        connection.pinged = false;
        connection.framesHeard++;
        if (connection.framesHeard > node.config().limits().maxFramesPerSecond()) {
            connection.close(CloseReason.TOO_MANY_FRAMES);
            return;
        }
        switch (frame) {
            case CloseWebSocketFrame close -> connection.closedByClient(close.statusCode());
            case PingWebSocketFrame ping -> connection.write(Frames.pong(ctx.alloc(), ping.content()));
            case PongWebSocketFrame _ -> LOG.trace("{} lives", connection.id());
            case TextWebSocketFrame text
            when connection.isOpen() -> node.protocol().read(connection, text.content());
            case TextWebSocketFrame _ -> LOG.trace("{} still sends while it closes", connection.id());
            default -> connection.close(CloseReason.NOT_TEXT);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        node.gone(connection);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        switch (cause) {
            case TooLongFrameException _ -> connection.close(CloseReason.TOO_LARGE);
            case CorruptedWebSocketFrameException corrupted -> connection.close(reason(corrupted.closeStatus()));
            case IOException _ -> {
                LOG.debug("{} was cut", connection.id(), cause);
                ctx.close();
            }
            default -> {
                LOG.error("{} failed", connection.id(), cause);
                connection.close(CloseReason.SERVER_ERROR);
            }
        }
    }

    private static CloseReason reason(WebSocketCloseStatus status) {
        if (status.equals(WebSocketCloseStatus.MESSAGE_TOO_BIG)) {
            return CloseReason.TOO_LARGE;
        }
        return status.equals(WebSocketCloseStatus.INVALID_PAYLOAD_DATA)
                ? CloseReason.NOT_UTF8
                : CloseReason.PROTOCOL_ERROR;
    }
}
