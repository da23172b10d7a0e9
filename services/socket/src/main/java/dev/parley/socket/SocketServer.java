package dev.parley.socket;

import dev.parley.http.Health;
import dev.parley.http.PortInUseException;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node that listens: WebSocket at `/v1/socket`, and `/health`, `/ready` and `/metrics` beside it.
public final class SocketServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SocketServer.class);
    private static final int BACKLOG = 1024;
    private static final int MAX_BODY_BYTES = 1024;
    private static final int MAX_REQUEST_LINE_BYTES = 4096;
    private static final int MAX_HEADER_BYTES = 16 << 10;
    private static final long CLOSE_SECONDS = 5;

    private final Node node;
    private final EventLoopGroup group;
    private final Background background;
    private final Sweep sweep;
    private final Channel listener;
    private boolean closed;

    private SocketServer(Node node, EventLoopGroup group, Background background, Sweep sweep, Channel listener) {
        this.node = node;
        this.group = group;
        this.background = background;
        this.sweep = sweep;
        this.listener = listener;
    }

    /// Returns once it listens. It is not ready until [#ready] says so.
    ///
    /// @throws PortInUseException when it cannot listen there
    public static SocketServer start(SocketConfig config, SocketPeers peers, SocketEndpoint endpoint) {
        String name = endpoint.service();
        IoHandlerFactory io = Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(config.eventLoops(), new DefaultThreadFactory(name, true), io);
        Background background = new Background(name);
        Node node = new Node(config, peers, endpoint, new Loops(group), background);
        try {
            Channel listener = listen(node, group);
            Sweep sweep = new Sweep(node);
            sweep.start();
            return new SocketServer(node, group, background, sweep, listener);
        } catch (RuntimeException e) {
            background.close();
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS);
            throw e;
        }
    }

    private static Channel listen(Node node, EventLoopGroup group) {
        SocketConfig config = node.config();
        Health health = new Health(node.endpoint().service(), node.endpoint().dependencies());
        int high = config.limits().maxOutboundBytes();
        Encryption encryption = Encryption.of(config.tls());
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(high / 2, high))
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.closeFuture().addListener(_ -> node.freeChannel());
                        if (!node.takeChannel()) {
                            channel.close();
                            return;
                        }
                        encryption.begin(channel);
                        channel.pipeline()
                                .addLast(new HttpServerCodec(new HttpDecoderConfig()
                                        .setMaxInitialLineLength(MAX_REQUEST_LINE_BYTES)
                                        .setMaxHeaderSize(MAX_HEADER_BYTES)))
                                .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
                                .addLast(new HttpFront(node, health));
                    }
                });
        ChannelFuture bound = bootstrap
                .bind(new InetSocketAddress(config.host(), config.port()))
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new PortInUseException(
                    config.host(), config.port(), String.valueOf(bound.cause().getMessage()));
        }
        return bound.channel();
    }

    /// The port that it listens on.
    public int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    /// Says whether it may be sent clients: `/ready` answers 200 when this is true and all dependencies are up.
    public void ready(boolean ready) {
        node.ready(ready);
    }

    /// Sends everybody to another node: no connection is taken any more, and those there are get 1012 and a reason,
    /// spread over half of `bound` so that they do not all come back at one moment. Blocks until all have gone, or
    /// `bound` has passed, and the server is closed.
    public void drain(Duration bound) {
        CompletableFuture<Void> nobodyLeft = node.drain();
        listener.close().awaitUninterruptibly();
        List<Connection> all = new ArrayList<>(node.connections());
        long spreadNanos = bound.toNanos() / 2;
        for (int i = 0; i < all.size(); i++) {
            Connection connection = all.get(i);
            long delayNanos = spreadNanos / all.size() * i;
            connection
                    .loop()
                    .executor()
                    .schedule(() -> connection.close(CloseReason.RESTART), delayNanos, TimeUnit.NANOSECONDS);
        }
        try {
            nobodyLeft.get(bound.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn(
                    "{} connections did not answer the close and are cut",
                    node.connections().size(),
                    e);
        }
        close();
    }

    /// Closes at once: connections are cut. Closing twice is fine.
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        node.drain().complete(null);
        sweep.close();
        listener.close().awaitUninterruptibly();
        for (Connection connection : node.connections()) {
            Background.hand(connection.loop().executor(), connection::cut);
        }
        group.shutdownGracefully(0, CLOSE_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
        background.close();
    }
}
