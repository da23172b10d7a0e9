package dev.parley.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Many WebSocket connections that count the messages they receive.
public final class LiveAudience implements AutoCloseable {
    private static final byte[] MESSAGE = "{\"type\":\"message\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] READY = "{\"type\":\"ready\"".getBytes(StandardCharsets.US_ASCII);

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong lastNanos = new AtomicLong();
    private final CountDownLatch ready;
    private final int size;

    /// Connects and waits until all are ready.
    ///
    /// @param accessTokens one connection for each
    /// @param nodes socket nodes, taken in turn
    public LiveAudience(List<URI> nodes, List<String> accessTokens) throws InterruptedException {
        size = accessTokens.size();
        ready = new CountDownLatch(size);
        for (int i = 0; i < accessTokens.size(); i++) {
            connect(nodes.get(i % nodes.size()), accessTokens.get(i));
        }
        if (!ready.await(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException(ready.getCount() + " connections did not become ready");
        }
    }

    /// How many are connected.
    public int size() {
        return size;
    }

    /// Messages received by all connections together.
    public long received() {
        return received.get();
    }

    /// Waits for so many messages.
    ///
    /// @return when the last came, by [System#nanoTime]
    public long awaitReceived(long count, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (received.get() < count) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("received " + received.get() + " of " + count);
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return lastNanos.get();
    }

    private void connect(URI node, String accessToken) throws InterruptedException {
        WebSocketClientProtocolConfig config = WebSocketClientProtocolConfig.newBuilder()
                .webSocketUri(node)
                .version(WebSocketVersion.V13)
                .customHeaders(new DefaultHttpHeaders().add("Authorization", "Bearer " + accessToken))
                .maxFramePayloadLength(1 << 20)
                .build();
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(8192),
                                        new WebSocketClientProtocolHandler(config),
                                        new Frames());
                    }
                });
        bootstrap.connect(node.getHost(), node.getPort()).sync();
    }

    private final class Frames extends SimpleChannelInboundHandler<TextWebSocketFrame> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, TextWebSocketFrame frame) {
            if (startsWith(frame.content(), MESSAGE)) {
                lastNanos.set(System.nanoTime());
                received.incrementAndGet();
            } else if (startsWith(frame.content(), READY)) {
                ready.countDown();
            }
        }

        private static boolean startsWith(ByteBuf content, byte[] prefix) {
            if (content.readableBytes() < prefix.length) {
                return false;
            }
            for (int i = 0; i < prefix.length; i++) {
                if (content.getByte(content.readerIndex() + i) != prefix[i]) {
                    return false;
                }
            }
            return true;
        }
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
