package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What happens to handlers whose peer has reset the connection: none stays behind.
class GonePeerTest {
    private static final String GET = "GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String PUT = "PUT /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n"
            + "Content-Type: application/octet-stream\r\nContent-Length: 1000\r\n\r\n";
    private static final String DOWNLOAD = "GET /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n\r\n";

    /// A source that has a first byte to give, and then nothing for ever.
    private static final class DrySource extends InputStream {
        private final CountDownLatch asked = new CountDownLatch(2);
        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger given = new AtomicInteger();

        @Override
        public int read() {
            throw new UnsupportedOperationException("pieces only");
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            asked.countDown();
            if (given.getAndIncrement() == 0) {
                target[offset] = 'a';
                return 1;
            }
            try {
                new CountDownLatch(1).await();
                return -1;
            } catch (InterruptedException e) {
                throw new InterruptedIOException("interrupted");
            }
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    /// A handler that waits for ever, and tells of its interrupt.
    private static final class Waiting implements Handler {
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        @Override
        public Response handle(Request request) throws InterruptedException {
            running.countDown();
            try {
                new CountDownLatch(1).await();
                throw new AssertionError("nobody counts down");
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    /// A handler that reads the body to its end, and tells when that was not to be.
    private static final class Reading implements Handler {
        private final CountDownLatch running = new CountDownLatch(1);
        private final CountDownLatch failed = new CountDownLatch(1);
        private final Response after;

        Reading(Response after) {
            this.after = after;
        }

        @Override
        public Response handle(Request request) throws IOException {
            InputStream in = request.bodyStream();
            assertThat(in.readNBytes(3)).hasSize(3);
            running.countDown();
            try {
                in.readAllBytes();
            } catch (IOException e) {
                // The interrupt says that the server as a whole knows, not only this body.
                while (!Thread.interrupted()) {
                    Thread.onSpinWait();
                }
                failed.countDown();
            }
            return after;
        }
    }

    private static void assertCounted(CountDownLatch latch) throws InterruptedException {
        assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
    }

    /// Nothing runs, and nothing but the asking connection is held.
    private static void assertNothingLeft(Parcels parcels) throws Exception {
        String[] nothing = {"http_server_in_flight 0.0", "http_server_connections 1.0"};
        String metrics;
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        do {
            metrics = parcels.get("/metrics").body();
        } while (!Stream.of(nothing).allMatch(metrics::contains) && System.nanoTime() < end);
        assertThat(metrics).contains(nothing);
    }

    @Test
    void interruptsAPipelinedHandlerAtItsDeadline() throws Exception {
        try (Parcels parcels = new Parcels()) {
            Waiting waiting = new Waiting();
            parcels.trials.put("waiting", waiting);
            try (Wire wire = new Wire(parcels.server.port())) {
                // In one segment, so that the second is there before the first is answered.
                wire.send(GET + "GET /v1/trials/waiting HTTP/1.1\r\nHost: x\r\nX-Parley-Timeout-Ms: 300\r\n\r\n");
                assertThat(wire.read().status()).isEqualTo(200);
                assertThat(wire.read().status()).isEqualTo(504);
            }
            assertCounted(waiting.interrupted);
        }
    }

    @Test
    void interruptsAPipelinedHandlerWhosePeerHasGone() throws Exception {
        try (Parcels parcels = new Parcels()) {
            Waiting waiting = new Waiting();
            parcels.trials.put("waiting", waiting);
            Wire wire = new Wire(parcels.server.port());
            wire.send(GET + "GET /v1/trials/waiting HTTP/1.1\r\nHost: x\r\nX-Parley-Timeout-Ms: 800\r\n\r\n");
            assertCounted(waiting.running);
            wire.reset();

            assertCounted(waiting.interrupted);
            assertNothingLeft(parcels);
        }
    }

    @Test
    void endsAPipelinedUploadWhosePeerHasGone() throws Exception {
        Reading reading = new Reading(Response.noContent());
        try (Parcels parcels = uploads(reading)) {
            Wire wire = new Wire(parcels.server.port());
            wire.send(GET + PUT + "abc");
            assertCounted(reading.running);
            wire.reset();

            assertCounted(reading.failed);
            assertNothingLeft(parcels);
        }
    }

    @Test
    void doesNotAskASourceForAPeerThatHasGone() throws Exception {
        DrySource source = new DrySource();
        Reading reading = new Reading(Response.stream(200, "application/octet-stream", source, -1));
        try (Parcels parcels = uploads(reading)) {
            Wire wire = new Wire(parcels.server.port());
            wire.send(PUT + "abc");
            assertCounted(reading.running);
            wire.reset();

            assertCounted(source.closed);
            assertThat(source.given.get()).isZero();
            assertNothingLeft(parcels);
        }
    }

    @Test
    void leavesASourceThatGivesNothingWhenThePeerGoes() throws Exception {
        DrySource source = new DrySource();
        try (Parcels parcels = new Parcels()) {
            parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", source, -1));
            Wire wire = new Wire(parcels.server.port());
            wire.send(GET + DOWNLOAD);
            assertCounted(source.asked);
            wire.reset();

            assertCounted(source.closed);
            assertNothingLeft(parcels);
        }
    }

    @Test
    void leavesASourceThatGivesNothingWhenTheServerCloses() throws Exception {
        DrySource source = new DrySource();
        try (Parcels parcels = new Parcels();
                Wire wire = new Wire(parcels.server.port())) {
            parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", source, -1));
            wire.send(DOWNLOAD);
            assertCounted(source.asked);
            parcels.server.close();

            assertCounted(source.closed);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void dropsAnAnswerThatItsPeerNoLongerReads() throws Exception {
        byte[] large = new byte[32 << 20];
        CountDownLatch release = new CountDownLatch(1);
        CountDownLatch running = new CountDownLatch(1);
        try (Parcels parcels = new Parcels()) {
            parcels.trials.put("large", r -> {
                running.countDown();
                release.await();
                return Response.bytes(200, "application/octet-stream", large);
            });
            Wire wire = new Wire(parcels.server.port()).withSmallWindow();
            wire.send("GET /v1/trials/large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertCounted(running);
            release.countDown();
            assertThat(wire.in().read()).isEqualTo('H');
            wire.reset();

            assertNothingLeft(parcels);
        }
    }

    private static Parcels uploads(Handler handler) {
        return new Parcels(
                Parcels.config(),
                java.util.List.of(),
                java.util.List.of(),
                java.util.List.of((request, next) ->
                        request.method().equals("PUT") ? handler.handle(request) : next.handle(request)));
    }
}
