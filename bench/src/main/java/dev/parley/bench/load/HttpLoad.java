package dev.parley.bench.load;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import org.HdrHistogram.Histogram;

/// HTTP/1.1 requests to one address over a fixed number of connections, one request at a time on each.
///
/// All state is confined to the one event loop.
public final class HttpLoad implements AutoCloseable {
    private static final int MAX_MICROS = 60_000_000;

    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> connections = new ArrayList<>();
    private final ArrayDeque<Channel> idle = new ArrayDeque<>();
    private final InetSocketAddress address;
    private Run run = Run.OVER;

    public HttpLoad(InetSocketAddress address, int connectionCount) throws InterruptedException {
        this.address = address;
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(new ResponseDecoder(), new Answers());
                    }
                });
        for (int i = 0; i < connectionCount; i++) {
            connections.add(bootstrap.connect(address).sync().channel());
        }
        group.next().submit(() -> idle.addAll(connections)).sync();
    }

    /// As many requests as the connections take, each sent when the one before is answered.
    public Measurement closedLoop(RequestSource requests, int expectedStatus, Duration duration) throws Exception {
        return start(new Run(requests, expectedStatus, 0), duration);
    }

    /// `perSecond` requests, due at even distances whether or not the ones before were answered.
    public Measurement openLoop(RequestSource requests, int expectedStatus, double perSecond, Duration duration)
            throws Exception {
        return start(new Run(requests, expectedStatus, perSecond), duration);
    }

    /// Makes the request of a number: its whole bytes, head and body.
    @FunctionalInterface
    public interface RequestSource extends LongFunction<byte[]> {}

    private Measurement start(Run next, Duration duration) throws Exception {
        CompletableFuture<Measurement> result = new CompletableFuture<>();
        group.next().execute(() -> {
            if (openConnections() < connections.size()) {
                result.completeExceptionally(new IllegalStateException("the server closed connections before the run"));
                return;
            }
            run = next;
            next.startNanos = System.nanoTime();
            next.endNanos = next.startNanos + duration.toNanos();
            next.result = result;
            if (next.perSecond == 0) {
                List.copyOf(idle).forEach(channel -> next.due.add(next.startNanos));
            }
            tick(next);
        });
        return result.get(duration.toSeconds() + 60, TimeUnit.SECONDS);
    }

    private void tick(Run current) {
        long now = System.nanoTime();
        if (current.perSecond > 0) {
            long end = Math.min(now, current.endNanos);
            long due = (long) ((end - current.startNanos) / 1e9 * current.perSecond);
            while (current.scheduled < due) {
                current.due.add(current.startNanos + (long) (current.scheduled * 1e9 / current.perSecond));
                current.scheduled++;
            }
        }
        dispatch(current);
        boolean drained = idle.size() == openConnections() && current.due.isEmpty();
        boolean abandoned = now > current.endNanos + Duration.ofSeconds(30).toNanos();
        if (now >= current.endNanos && (drained || abandoned)) {
            current.failures += current.due.size();
            run = Run.OVER;
            current.result.complete(new Measurement(
                    current.successes,
                    current.failures,
                    Duration.ofNanos(Math.max(current.lastAnswerNanos, current.startNanos + 1) - current.startNanos),
                    current.latencies));
            return;
        }
        group.next().schedule(() -> tick(current), 1, TimeUnit.MILLISECONDS);
    }

    private long openConnections() {
        return connections.stream().filter(Channel::isActive).count();
    }

    private void dispatch(Run current) {
        while (!idle.isEmpty() && !current.due.isEmpty()) {
            Channel channel = idle.poll();
            if (!channel.isActive()) {
                continue;
            }
            long dueNanos = current.due.poll();
            channel.attr(Answers.DUE).set(dueNanos);
            byte[] request = current.requests.apply(current.sent++);
            channel.writeAndFlush(Unpooled.wrappedBuffer(request), channel.voidPromise());
        }
    }

    private void answered(Channel channel, int status) {
        Run current = run;
        long now = System.nanoTime();
        Long due = channel.attr(Answers.DUE).getAndSet(null);
        idle.add(channel);
        if (current == Run.OVER || due == null) {
            return;
        }
        current.lastAnswerNanos = now;
        if (status == current.expectedStatus) {
            current.successes++;
            current.latencies.recordValue(Math.min(MAX_MICROS, (now - due) / 1000));
        } else {
            current.failures++;
        }
        if (current.perSecond == 0 && now < current.endNanos) {
            current.due.add(now);
        }
        dispatch(current);
    }

    private final class Answers extends SimpleChannelInboundHandler<ResponseDecoder.Answer> {
        static final io.netty.util.AttributeKey<Long> DUE = io.netty.util.AttributeKey.valueOf("due");

        @Override
        protected void channelRead0(ChannelHandlerContext context, ResponseDecoder.Answer answer) {
            answered(context.channel(), answer.status());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (context.channel().attr(DUE).getAndSet(null) != null) {
                run.failures++;
            }
        }
    }

    /// The figures of one run, confined to the event loop.
    private static final class Run {
        static final Run OVER = new Run(number -> new byte[0], 0, 0);

        final RequestSource requests;
        final int expectedStatus;
        final double perSecond;
        final ArrayDeque<Long> due = new ArrayDeque<>();
        final Histogram latencies = new Histogram(MAX_MICROS, 3);
        CompletableFuture<Measurement> result = new CompletableFuture<>();
        long startNanos;
        long endNanos;
        long lastAnswerNanos;
        long scheduled;
        long sent;
        long successes;
        long failures;

        Run(RequestSource requests, int expectedStatus, double perSecond) {
            this.requests = requests;
            this.expectedStatus = expectedStatus;
            this.perSecond = perSecond;
        }
    }

    /// The bytes of a POST with a JSON body.
    public byte[] post(String path, String authorization, byte[] body) {
        return post(path, authorization, "application/json", body);
    }

    /// The bytes of a POST with a body of another type.
    public byte[] post(String path, String authorization, String contentType, byte[] body) {
        String head = "POST " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + "\r\nAuthorization: "
                + authorization + "\r\nContent-Type: " + contentType + "\r\nContent-Length: " + body.length
                + "\r\n\r\n";
        return join(head, body);
    }

    /// The bytes of a GET.
    public byte[] get(String path, String authorization) {
        return join(
                "GET " + path + " HTTP/1.1\r\nHost: " + address.getHostString() + "\r\nAuthorization: " + authorization
                        + "\r\n\r\n",
                new byte[0]);
    }

    private static byte[] join(String head, byte[] body) {
        ByteBuf buffer = Unpooled.buffer(head.length() + body.length);
        buffer.writeCharSequence(head, java.nio.charset.StandardCharsets.US_ASCII);
        buffer.writeBytes(body);
        return java.util.Arrays.copyOf(buffer.array(), buffer.readableBytes());
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
