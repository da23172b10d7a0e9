package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.call.CallContext;
import dev.parley.core.caller.Caller;
import dev.parley.core.health.Dependency;
import dev.parley.core.problem.ProblemType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Bounds on count and time, and the start and end of a server.
class LimitsTest {
    private static final Response KIND = Response.ok(Map.of("kind", "x"));

    private static Caller nobody(String token) {
        throw ProblemType.INVALID_TOKEN.because("nobody is known here");
    }

    @Test
    void refusesTenThousandRequestsAboveTheBound() throws Exception {
        try (Parcels parcels = new Parcels(Parcels.config().withMaxInFlight(8))) {
            CountDownLatch release = new CountDownLatch(1);
            Semaphore running = new Semaphore(0);
            parcels.trials.put("held", r -> {
                running.release();
                release.await();
                return KIND;
            });
            List<Wire> holders = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                holders.add(new Wire(parcels.server.port()).send("GET /v1/trials/held HTTP/1.1\r\nHost: x\r\n\r\n"));
            }
            running.acquire(8);

            assertThat(statusesOfTenThousand(parcels)).isEqualTo(10_000);
            assertThat(parcels.get("/health").statusCode()).isEqualTo(200);

            release.countDown();
            for (Wire holder : holders) {
                assertThat(holder.read().status()).isEqualTo(200);
                holder.close();
            }
        }
    }

    /// @return how many of ten thousand pipelined requests were refused with 503 and `Retry-After`
    private static int statusesOfTenThousand(Parcels parcels) throws Exception {
        AtomicInteger refused = new AtomicInteger();
        List<Callable<Void>> peers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            peers.add(() -> {
                try (Wire wire = new Wire(parcels.server.port())) {
                    wire.send("GET /v1/trials/held HTTP/1.1\r\nHost: x\r\n\r\n".repeat(100));
                    for (int answer = 0; answer < 100; answer++) {
                        Wire.Answer read = wire.read();
                        if (read.status() == 503 && "1".equals(read.headers().get("retry-after"))) {
                            refused.incrementAndGet();
                        }
                    }
                }
                return null;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Void> peer : threads.invokeAll(peers)) {
                peer.get();
            }
        }
        return refused.get();
    }

    @Test
    void runsTwoThousandBlockedRequestsAtOnce() throws Exception {
        try (Parcels parcels = new Parcels()) {
            CountDownLatch all = new CountDownLatch(2000);
            parcels.trials.put("meeting", r -> {
                all.countDown();
                all.await();
                return KIND;
            });
            List<Wire> peers = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                peers.add(new Wire(parcels.server.port()).send("GET /v1/trials/meeting HTTP/1.1\r\nHost: x\r\n\r\n"));
            }
            for (Wire peer : peers) {
                assertThat(peer.read().status()).isEqualTo(200);
                peer.close();
            }
        }
    }

    @Test
    void closesConnectionsAboveTheBound() throws Exception {
        try (Parcels parcels = new Parcels(Parcels.config().withMaxConnections(2))) {
            try (Wire first = new Wire(parcels.server.port());
                    Wire second = new Wire(parcels.server.port())) {
                String get = "GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n\r\n";
                assertThat(first.send(get).read().status()).isEqualTo(200);
                assertThat(second.send(get).read().status()).isEqualTo(200);
                try (Wire third = new Wire(parcels.server.port())) {
                    assertThat(third.isClosedByServer()).isTrue();
                }
                assertThat(first.send(get).read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void interruptsAHandlerAtItsDeadline() throws Exception {
        try (Parcels parcels = new Parcels()) {
            AtomicBoolean interrupted = new AtomicBoolean();
            parcels.trials.put("slow", r -> {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.set(true);
                    throw e;
                }
                return KIND;
            });
            var response = parcels.get("/v1/trials/slow", "X-Parley-Timeout-Ms", "200");

            assertThat(response.statusCode()).isEqualTo(504);
            assertThat(response.body()).contains("\"code\":\"timeout\"");
            assertThat(interrupted).isTrue();
        }
    }

    @Test
    void answersForAHandlerThatIgnoresItsInterrupt() throws Exception {
        try (Parcels parcels = new Parcels(Parcels.config().withRequestTimeout(Duration.ofMillis(100)))) {
            CountDownLatch release = new CountDownLatch(1);
            parcels.trials.put("deaf", r -> {
                while (release.getCount() > 0) {
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        // Deaf.
                        continue;
                    }
                }
                return KIND;
            });
            try (Wire wire = new Wire(parcels.server.port())) {
                String request = "GET /v1/trials/deaf HTTP/1.1\r\nHost: x\r\n\r\n";
                assertThat(wire.send(request).read().status()).isEqualTo(504);
                release.countDown();
                assertThat(wire.send(request).read().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void takesOnlyShorterDeadlinesFromPeers() throws Exception {
        try (Parcels parcels = new Parcels(Parcels.config().withRequestTimeout(Duration.ofSeconds(5)))) {
            parcels.trials.put(
                    "left",
                    r -> Response.ok(Map.of(
                            "kind",
                            "left",
                            "millis",
                            CallContext.CURRENT
                                    .get()
                                    .remaining(java.time.Instant.now())
                                    .toMillis())));
            String body = parcels.get("/v1/trials/left", "X-Parley-Timeout-Ms", "999999999")
                    .body();

            assertThat(Integer.parseInt(body.replaceAll("\\D", ""))).isLessThanOrEqualTo(5000);
            for (String bad : List.of("-1", "x", "1.5", "9999999999")) {
                assertThat(parcels.get("/v1/trials/left", "X-Parley-Timeout-Ms", bad)
                                .statusCode())
                        .isEqualTo(400);
            }
        }
    }

    @Test
    void saysInOneLineThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> new Parcels(HttpServerConfig.at("127.0.0.1", taken.getLocalPort())))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageStartingWith("cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .message()
                    .doesNotContain("\n");
        }
    }

    @Test
    void doesNotShareAPortWithAServerOfTheSameVertx() {
        Vertx vertx = Vertx.vertx();
        Endpoint empty = new Endpoint(
                "empty", List.of(), List.of(), new SimpleMeterRegistry(), LimitsTest::nobody, List.of(), List.of());
        try (HttpServer first = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0), empty)) {
            int free = first.port();
            first.close();
            HttpServer second = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", free), empty);
            assertThatThrownBy(() -> HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", free), empty))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("127.0.0.1:" + free);
            second.close();
            HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", free), empty)
                    .close();
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }

    @Test
    void servesNineOnOneVertx() throws Exception {
        Vertx vertx = Vertx.vertx();
        List<HttpServer> servers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            servers.add(HttpServer.start(
                    vertx,
                    HttpServerConfig.at("127.0.0.1", 0),
                    new Endpoint(
                            "s" + i,
                            List.of(),
                            List.of(),
                            new SimpleMeterRegistry(),
                            LimitsTest::nobody,
                            List.of(),
                            List.of())));
        }
        assertThat(servers.stream().map(HttpServer::port).distinct()).hasSize(9);
        for (int i = 0; i < 9; i++) {
            try (Wire wire = new Wire(servers.get(i).port())) {
                wire.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n");
                assertThat(wire.read().body()).contains("\"s" + i + "\"");
            }
            servers.get(i).close();
        }
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void drainsWhileARequestIsInFlight() throws Exception {
        try (Parcels parcels = new Parcels(Parcels.config().withDrainDelay(Duration.ofMillis(500)))) {
            parcels.server.ready(true);
            assertThat(parcels.get("/ready").statusCode()).isEqualTo(200);
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch running = new CountDownLatch(1);
            parcels.trials.put("held", r -> {
                running.countDown();
                release.await();
                return KIND;
            });
            int port = parcels.server.port();
            try (Wire held = new Wire(port);
                    Wire idle = new Wire(port)) {
                held.send("GET /v1/trials/held HTTP/1.1\r\nHost: x\r\n\r\n");
                running.await();
                Thread draining = Thread.ofVirtual().start(() -> parcels.server.drain(Duration.ofSeconds(20)));

                Wire.Answer answer;
                do {
                    // Each on a connection of its own: the last that says ready may be the last of its connection.
                    try (Wire late = new Wire(port)) {
                        answer = late.send("GET /ready HTTP/1.1\r\nHost: x\r\n\r\n")
                                .read();
                    }
                } while (answer.status() == 200);
                assertThat(answer.body()).contains("draining");
                assertThat(answer.headers()).containsEntry("connection", "close");
                assertThat(idle.isClosedByServer()).isTrue();
                assertThatThrownBy(() -> new Wire(port).read()).isInstanceOf(IOException.class);
                assertThat(draining.isAlive()).isTrue();

                release.countDown();
                Wire.Answer last = held.read();
                assertThat(last.status()).isEqualTo(200);
                assertThat(last.headers()).containsEntry("connection", "close");
                assertThat(held.isClosedByServer()).isTrue();
                draining.join();
            }
        }
    }

    @Test
    void interruptsWhatDoesNotEndWhileDraining() throws Exception {
        try (Parcels parcels = new Parcels()) {
            CountDownLatch running = new CountDownLatch(1);
            parcels.trials.put("endless", r -> {
                running.countDown();
                new CountDownLatch(1).await();
                return KIND;
            });
            try (Wire wire = new Wire(parcels.server.port())) {
                wire.send("GET /v1/trials/endless HTTP/1.1\r\nHost: x\r\n\r\n");
                running.await();
                parcels.server.drain(Duration.ofMillis(300));

                Wire.Answer answer = wire.read();
                assertThat(answer.status()).isEqualTo(503);
                assertThat(wire.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void goesOnWithAChangeWhosePeerHasGone() throws Exception {
        try (Parcels parcels = new Parcels()) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            CountDownLatch changed = new CountDownLatch(1);
            parcels.trials.put("change", r -> {
                running.countDown();
                release.await();
                changed.countDown();
                return KIND;
            });
            Wire wire = new Wire(parcels.server.port());
            wire.send("GET /v1/trials/change HTTP/1.1\r\nHost: x\r\n\r\n");
            running.await();
            wire.reset();
            while (!parcels.get("/metrics").body().contains("http_server_connections 1.0")) {
                Thread.onSpinWait();
            }
            release.countDown();

            assertThat(changed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(parcels.get("/v1/parcels/newest").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void interruptsAtItsDeadlineAlsoAHandlerWhosePeerHasGone() throws Exception {
        try (Parcels parcels = new Parcels()) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch interrupted = new CountDownLatch(1);
            parcels.trials.put("orphan", r -> {
                running.countDown();
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return KIND;
            });
            Wire wire = new Wire(parcels.server.port());
            wire.send("GET /v1/trials/orphan HTTP/1.1\r\nHost: x\r\nX-Parley-Timeout-Ms: 800\r\n\r\n");
            running.await();
            wire.reset();

            assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void reportsDependenciesAndBoundsTheirChecks() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean broken = new AtomicBoolean();
        List<Dependency> dependencies = List.of(
                new Dependency("documents", () -> {
                    asked.incrementAndGet();
                    if (broken.get()) {
                        throw new IOException("secret words");
                    }
                }),
                new Dependency("hanging", () -> new CountDownLatch(broken.get() ? 1 : 0).await()));
        try (Parcels parcels = new Parcels(Parcels.config(), dependencies, List.of(), List.of())) {
            parcels.server.ready(true);
            for (int i = 0; i < 50; i++) {
                assertThat(parcels.get("/health").body()).contains("\"status\":\"up\"", "\"name\":\"documents\"");
            }
            assertThat(asked.get()).isLessThan(50);
            assertThat(parcels.get("/ready").statusCode()).isEqualTo(200);

            broken.set(true);
            String body;
            do {
                body = parcels.get("/health").body();
            } while (!body.contains("\"status\":\"degraded\""));
            assertThat(body).doesNotContain("secret").contains("\"state\":\"down\"");
            assertThat(parcels.get("/health").statusCode()).isEqualTo(200);
            assertThat(parcels.get("/ready").statusCode()).isEqualTo(503);
        }
    }
}
