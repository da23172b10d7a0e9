package dev.parley.http;

import com.sun.management.OperatingSystemMXBean;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What a small JSON POST costs, in microseconds of processor time of the server alone: the kit with its contract
/// checks, against bare Netty and bare Vert.x handlers on the event loop that read and write the same JSON and
/// check nothing, and against the latter with a virtual thread per request. Each server is a process of its own;
/// rounds alternate, so that a busy machine is as unfair to one as to the other.
///
/// Run: `java -cp <test class path> dev.parley.http.CostOfARequest [rounds] [requests per round]`
public final class CostOfARequest {
    private static final List<String> KINDS = List.of("netty", "vertx", "vertx+thread", "kit");
    private static final int CONNECTIONS = 32;
    private static final String BODY = "{\"to\":\"Ada Lovelace\",\"weightGrams\":500,\"note\":\"with care 12\"}";
    private static final byte[] REQUEST = ("POST /v1/parcels HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + BODY.length() + "\r\n\r\n" + BODY)
            .getBytes(StandardCharsets.US_ASCII);

    private CostOfARequest() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("serve")) {
            serve(args[1]);
            return;
        }
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int requests = args.length > 1 ? Integer.parseInt(args[1]) : 200_000;
        Map<String, Server> servers = new LinkedHashMap<>();
        for (String kind : KINDS) {
            servers.put(kind, new Server(kind));
        }
        try {
            Map<String, double[]> figures = new LinkedHashMap<>();
            for (int round = -1; round < rounds; round++) {
                for (Map.Entry<String, Server> server : servers.entrySet()) {
                    double[] measured = server.getValue().measure(round < 0 ? 2 * requests : requests);
                    if (round >= 0) {
                        figures.computeIfAbsent(server.getKey(), k -> new double[rounds])[round] = measured[0];
                    }
                    System.out.printf(
                            "%s %-12s %6.1f µs of processor per request, %7.0f requests/s%n",
                            round < 0 ? "warm-up " : "round " + round + " ", server.getKey(), measured[0], measured[1]);
                }
            }
            double netty = median(figures.getOrDefault("netty", new double[1]));
            double vertx = median(figures.getOrDefault("vertx", new double[1]));
            figures.forEach((kind, all) -> System.out.printf(
                    "%-12s median %5.1f µs, %4.2f x netty, %4.2f x vertx%n",
                    kind, median(all), median(all) / netty, median(all) / vertx));
        } finally {
            servers.values().forEach(Server::stop);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /// A server in a process of its own.
    private static final class Server {
        private final Process process;
        private final BufferedReader out;
        private final int port;

        Server(String kind) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-Xmx512m",
                    "--enable-native-access=ALL-UNNAMED",
                    "--sun-misc-unsafe-memory-access=allow",
                    "-cp",
                    System.getProperty("java.class.path"),
                    CostOfARequest.class.getName(),
                    "serve",
                    kind));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            out = process.inputReader();
            port = Integer.parseInt(out.readLine());
        }

        /// @return µs of processor per request, and requests per second
        double[] measure(int requests) throws Exception {
            AtomicLong left = new AtomicLong(requests);
            long start = System.nanoTime();
            long cpu = cpuNanos();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                threads.add(Thread.ofPlatform().start(() -> load(left)));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double spent = cpuNanos() - cpu;
            double seconds = (System.nanoTime() - start) / 1e9;
            return new double[] {spent / 1000 / requests, requests / seconds};
        }

        private void load(AtomicLong left) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.setTcpNoDelay(true);
                InputStream in = socket.getInputStream();
                OutputStream out = socket.getOutputStream();
                byte[] answer = new byte[2048];
                while (left.getAndDecrement() > 0) {
                    out.write(REQUEST);
                    int length = in.read(answer);
                    if (length < 12 || answer[9] != '2' || answer[length - 1] != '}') {
                        throw new IOException(
                                "unexpected: " + new String(answer, 0, Math.max(0, length), StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private long cpuNanos() throws IOException {
            process.outputWriter().write("cpu\n");
            process.outputWriter().flush();
            return Long.parseLong(out.readLine());
        }

        void stop() {
            process.destroy();
        }
    }

    private static void serve(String kind) throws Exception {
        int port = switch (kind) {
            case "netty" -> netty();
            case "kit" -> kit(Vertx.vertx());
            default -> bare(Vertx.vertx(), kind.equals("vertx+thread"));
        };
        System.out.println(port);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        BufferedReader in = new BufferedReader(new java.io.InputStreamReader(System.in, StandardCharsets.UTF_8));
        while (in.readLine() != null) {
            System.out.println(system.getProcessCpuTime());
        }
        System.exit(0);
    }

    record SendParcel(String to, int weightGrams, String note) {}

    record Parcel(String id, String to) {}

    private static int kit(Vertx vertx) {
        Routes routes = Routes.of(Contract.load("parcels"))
                .on(
                        "sendParcel",
                        r -> Response.created(
                                new Parcel("prc_1", r.json(SendParcel.class).to())))
                .onEvery(operation -> r -> Response.noContent())
                .build();
        Endpoint endpoint = new Endpoint(
                "parcels",
                List.of(routes),
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                token -> new Caller.Service(TenantId.DEFAULT, "nobody"),
                List.of(),
                List.of());
        return HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0), endpoint)
                .port();
    }

    private static int loops() {
        return Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 4);
    }

    private static int netty() throws InterruptedException {
        ServerBootstrap server = new ServerBootstrap()
                .group(new MultiThreadIoEventLoopGroup(loops(), NioIoHandler.newFactory()))
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec(), new HttpObjectAggregator(64 * 1024), new NettyAnswer());
                    }
                });
        return ((InetSocketAddress) server.bind("127.0.0.1", 0).sync().channel().localAddress()).getPort();
    }

    private static final class NettyAnswer extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
            byte[] reply = reply(ByteBufUtil.getBytes(request.content()));
            FullHttpResponse response = new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.CREATED, Unpooled.wrappedBuffer(reply));
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, reply.length);
            context.writeAndFlush(response, context.voidPromise());
        }
    }

    private static int bare(Vertx vertx, boolean thread) {
        int loops = loops();
        List<Integer> ports = new ArrayList<>();
        for (int i = 0; i < loops; i++) {
            ports.add(vertx.deployVerticle(new io.vertx.core.AbstractVerticle() {
                        @Override
                        public void start(io.vertx.core.Promise<Void> started) {
                            vertx.createHttpServer()
                                    .requestHandler(request -> answer(request, thread))
                                    .listen(io.vertx.core.net.SocketAddress.sharedRandomPort(1, "127.0.0.1"))
                                    .onSuccess(s -> ports.add(s.actualPort()))
                                    .<Void>mapEmpty()
                                    .onComplete(started);
                        }
                    })
                    .map(0)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join());
        }
        return ports.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static void answer(HttpServerRequest request, boolean thread) {
        io.vertx.core.Context context = Vertx.currentContext();
        request.body().onSuccess(body -> {
            if (!thread) {
                write(request, reply(body.getBytes()));
                return;
            }
            Thread.startVirtualThread(() -> {
                byte[] reply = reply(body.getBytes());
                context.runOnContext(v -> write(request, reply));
            });
        });
    }

    private static byte[] reply(byte[] body) {
        SendParcel parcel = Json.read(body, SendParcel.class);
        return Json.bytes(new Parcel("prc_1", parcel.to()));
    }

    private static void write(HttpServerRequest request, byte[] reply) {
        request.response()
                .setStatusCode(201)
                .putHeader("content-type", "application/json")
                .end(Buffer.buffer(reply));
    }
}
