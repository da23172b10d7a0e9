package dev.parley.socket;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Measures live deliveries per second in one conversation over loopback, with the messages really sent and stored,
/// and the generator in the same process: `DeliveryRate <members> <seconds> <messages in flight>`.
public final class DeliveryRate {
    private static final int TEXT_CHARACTERS = 200;
    private static final long STEP_NANOS = 50_000;

    private final AtomicLong frames = new AtomicLong();
    private final List<Channel> channels = new ArrayList<>();

    private DeliveryRate() {}

    public static void main(String[] args) throws Exception {
        int members = Integer.parseInt(args[0]);
        int seconds = Integer.parseInt(args[1]);
        int inFlight = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory(Path.of("target"), "delivery-rate");
        try (SocketFixture parley = new SocketFixture(folder)) {
            new DeliveryRate().measure(parley, members, seconds, inFlight);
        }
        System.exit(0);
    }

    private void measure(SocketFixture parley, int members, int seconds, int inFlight) throws Exception {
        SocketServer node = parley.node(SocketConfig.at("127.0.0.1", 0));
        Caller.User ada = parley.user();
        ConversationId room = parley.conversation(ada);
        List<Caller.User> others = join(parley, ada, room, members);
        EventLoopGroup group = new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory("generator", true), EpollIoHandler.newFactory());
        for (Caller.User member : others) {
            connect(group, node.port(), parley.gate.token(member));
        }
        await(members);
        System.out.printf("%d members are connected%n", members);
        run(parley, ada, room, 5, inFlight);
        run(parley, ada, room, seconds, inFlight);
        for (Channel channel : channels) {
            channel.close().sync();
        }
    }

    private static List<Caller.User> join(SocketFixture parley, Caller.User ada, ConversationId room, int members) {
        List<Caller.User> others = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < members; i++) {
                Caller.User member = parley.user();
                others.add(member);
                executor.execute(() -> parley.conversations.addMember(ada, room, member.user()));
            }
        }
        return others;
    }

    private void run(SocketFixture parley, Caller.User ada, ConversationId room, int seconds, int inFlight) {
        int members = channels.size();
        String text = "x".repeat(TEXT_CHARACTERS);
        long framesBefore = frames.get();
        Cpu before = Cpu.now();
        long start = System.nanoTime();
        long sent = 0;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            parley.send(ada, room, text);
            sent++;
            await(framesBefore + (sent - inFlight) * members);
        }
        await(framesBefore + sent * members);
        double took = (System.nanoTime() - start) / 1e9;
        Cpu after = Cpu.now();
        long deliveries = sent * members;
        System.out.printf(
                "%d messages, %.0f deliveries/s, us of processor each: %.2f process, %.2f socket loops, %.2f generator%n",
                sent,
                deliveries / took,
                (after.process - before.process) / 1e3 / deliveries,
                (after.loops - before.loops) / 1e3 / deliveries,
                (after.generator - before.generator) / 1e3 / deliveries);
    }

    private void await(long count) {
        while (frames.get() < count) {
            LockSupport.parkNanos(STEP_NANOS);
        }
    }

    private void connect(EventLoopGroup group, int port, String token) throws InterruptedException {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel created) {
                        created.pipeline().addLast(new FrameCounter(frames));
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
        String request = "GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + "Authorization: Bearer " + token + "\r\n\r\n";
        channel.writeAndFlush(Unpooled.copiedBuffer(request, StandardCharsets.US_ASCII))
                .sync();
        channels.add(channel);
    }

    /// Nanoseconds of processor until now.
    private record Cpu(long process, long loops, long generator) {
        static Cpu now() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            long loops = 0;
            long generator = 0;
            for (ThreadInfo thread : threads.dumpAllThreads(false, false, 0)) {
                long nanos = threads.getThreadCpuTime(thread.getThreadId());
                if (thread.getThreadName().startsWith("socket-")) {
                    loops += nanos;
                } else if (thread.getThreadName().startsWith("generator")) {
                    generator += nanos;
                }
            }
            var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
            return new Cpu(system.getProcessCpuTime(), loops, generator);
        }
    }

    /// Counts frames of one connection, whose payload it does not look at. The answer to the handshake is skipped.
    private static final class FrameCounter extends ChannelInboundHandlerAdapter {
        private static final int HEAD_END = 0x0D0A0D0A;

        private final AtomicLong frames;
        private boolean upgraded;
        private int lastFour;
        private long toSkip;
        private int headerBytes;
        private int lengthBytes;
        private long length;

        FrameCounter(AtomicLong frames) {
            this.frames = frames;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ByteBuf in = (ByteBuf) message;
            int counted = 0;
            while (in.isReadable()) {
                if (toSkip > 0) {
                    int now = (int) Math.min(toSkip, in.readableBytes());
                    in.skipBytes(now);
                    toSkip -= now;
                } else if (!upgraded) {
                    lastFour = (lastFour << 8) | in.readUnsignedByte();
                    upgraded = lastFour == HEAD_END;
                } else if (header(in.readUnsignedByte())) {
                    counted++;
                }
            }
            in.release();
            if (counted > 0) {
                frames.addAndGet(counted);
            }
        }

        /// @return whether the header is complete, and its payload to be skipped
        private boolean header(int octet) {
            headerBytes++;
            if (headerBytes == 1) {
                return false;
            }
            if (headerBytes == 2) {
                lengthBytes = octet == 126 ? 2 : octet == 127 ? 8 : 0;
                length = lengthBytes == 0 ? octet : 0;
            } else {
                length = (length << 8) | octet;
            }
            if (headerBytes < 2 + lengthBytes) {
                return false;
            }
            toSkip = length;
            headerBytes = 0;
            return true;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            System.err.println("a connection was cut: " + cause);
            ctx.close();
        }
    }
}
