package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The end of a server: what runs may end, and nobody else can hold it. The timeouts are far beyond what a bound
/// of 300 ms needs, and far below what a peer could hold out.
@Timeout(value = 30, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DrainTest {
    private static final Duration BOUND = Duration.ofMillis(300);

    private static final class Endless extends InputStream {
        private final CountDownLatch asked = new CountDownLatch(1);
        private final CountDownLatch closed = new CountDownLatch(1);

        @Override
        public int read() {
            throw new UnsupportedOperationException("pieces only");
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            asked.countDown();
            return count;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static String get(String kind) {
        return "GET /v1/trials/" + kind + " HTTP/1.1\r\nHost: x\r\n\r\n";
    }

    @Test
    void letsAStreamEndThatIsBeingSent() throws Exception {
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            byte[] content = new byte[1 << 20];
            InputStream slow = new java.io.ByteArrayInputStream(content) {
                @Override
                public int read(byte[] target, int offset, int count) {
                    running.countDown();
                    try {
                        release.await();
                    } catch (InterruptedException e) {
                        return -1;
                    }
                    return super.read(target, offset, count);
                }
            };
            parcels.trials.put(
                    "getContent", r -> Response.stream(200, "application/octet-stream", slow, content.length));
            wire.send("GET /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n\r\n");
            running.await();
            Thread draining = Thread.ofVirtual().start(() -> parcels.server.drain(Duration.ofSeconds(20)));
            refusesConnections(parcels.server.port());
            release.countDown();

            assertThat(wire.read().body()).hasSize(content.length);
            assertThat(wire.isClosedByServer()).isTrue();
            draining.join();
        }
    }

    @Test
    void takesNoMoreRequestsOnAConnectionThatIsBusy() throws Exception {
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            CountDownLatch running = new CountDownLatch(1);
            CountDownLatch release = new CountDownLatch(1);
            AtomicBoolean second = new AtomicBoolean();
            parcels.trials.put("first", r -> {
                running.countDown();
                release.await();
                return Response.noContent();
            });
            parcels.trials.put("second", r -> {
                second.set(true);
                return Response.noContent();
            });
            wire.send(get("first"));
            running.await();
            Thread draining = Thread.ofVirtual().start(() -> parcels.server.drain(Duration.ofSeconds(20)));
            refusesConnections(parcels.server.port());
            wire.send(get("second"));
            release.countDown();

            Wire.Answer answer = wire.read();
            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.isClosedByServer()).isTrue();
            draining.join();
            assertThat(second).isFalse();
        }
    }

    @Test
    void doesNotWaitForAHandlerThatIgnoresItsInterrupt() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            CountDownLatch running = new CountDownLatch(1);
            parcels.trials.put("deaf", r -> {
                running.countDown();
                while (release.getCount() > 0) {
                    Thread.interrupted();
                    Thread.onSpinWait();
                }
                return Response.noContent();
            });
            wire.send(get("deaf"));
            running.await();
            parcels.server.drain(BOUND);

            assertThat(wire.isClosedByServer()).isTrue();
        } finally {
            release.countDown();
        }
    }

    @Test
    void doesNotWaitForAPeerThatReadsNoStream() throws Exception {
        Endless endless = new Endless();
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", endless, -1));
            wire.send("GET /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n\r\n");
            endless.asked.await();
            parcels.server.drain(BOUND);

            assertThat(endless.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void doesNotWaitForAPeerThatReadsNoAnswer() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            parcels.trials.put("large", r -> {
                answered.countDown();
                return Response.bytes(200, "application/octet-stream", new byte[128 << 20]);
            });
            wire.send(get("large"));
            answered.await();
            parcels.server.drain(BOUND);

            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void doesNotWaitForAPeerThatSendsHalf() throws Exception {
        try (Parcels parcels = new Parcels();
                Wire head = new Wire(parcels.server.port());
                Wire body = new Wire(parcels.server.port());
                Wire upload = new Wire(parcels.server.port())) {
            head.send("GET /v1/parcels/newest HTTP/1.1\r\nHo");
            body.send("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 100\r\n\r\n{");
            upload.send("PUT /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\n"
                    + "Content-Length: 100\r\n\r\nabc");
            // All three connections are known before the end begins.
            while (!parcels.get("/metrics").body().contains("http_server_connections 4.0")) {
                Thread.onSpinWait();
            }
            parcels.server.drain(BOUND);

            assertThat(head.isClosedByServer()).isTrue();
            assertThat(body.isClosedByServer()).isTrue();
            assertThat(upload.isClosedByServer()).isTrue();
        }
    }

    @Test
    void drainsTwiceAndClosesAfterwards() {
        try (Parcels parcels = new Parcels()) {
            parcels.server.drain(BOUND);
            parcels.server.drain(BOUND);
            parcels.server.close();
        }
    }

    /// Each event loop stops to listen in its own time; until the last has, a connection may still be taken.
    private static void refusesConnections(int port) {
        await().untilAsserted(
                        () -> assertThatThrownBy(() -> new Wire(port).close()).isInstanceOf(IOException.class));
    }
}
