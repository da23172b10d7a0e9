package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Bodies that are larger than memory should hold, in both directions.
class StreamTest {
    private static final String PUT =
            "PUT /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n" + "Content-Type: application/octet-stream\r\n";
    private static final String GET = "GET /v1/parcels/p/content HTTP/1.1\r\nHost: x\r\n\r\n";
    private static Parcels parcels;

    @BeforeAll
    static void start() {
        parcels = new Parcels(Parcels.config().withConnectionTimeouts(Duration.ofSeconds(5), Duration.ofMillis(1500)));
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    /// As many zeros as asked for, and a record of how many were read and of the end.
    private static final class Zeros extends InputStream {
        private final long length;
        private final AtomicLong given = new AtomicLong();
        private final CountDownLatch closed = new CountDownLatch(1);

        Zeros(long length) {
            this.length = length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException("pieces only");
        }

        @Override
        public int read(byte[] target, int offset, int count) {
            int now = (int) Math.min(count, length - given.get());
            given.addAndGet(now);
            return now == 0 ? -1 : now;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private static HttpResponse<String> put(HttpRequest.BodyPublisher body) throws Exception {
        return parcels.send(HttpRequest.newBuilder(parcels.uri("/v1/parcels/p/content"))
                .header("Content-Type", "application/octet-stream")
                .PUT(body)
                .build());
    }

    @Test
    void takesALargeUploadWhole() throws Exception {
        byte[] content = new byte[8 * 1024 * 1024];
        new SplittableRandom(1).nextBytes(content);
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));

        assertThat(put(HttpRequest.BodyPublishers.ofByteArray(content)).body()).contains(expected, "8388608");
        // Without a length, in chunks.
        assertThat(put(HttpRequest.BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(content)))
                        .body())
                .contains(expected);
        assertThat(put(HttpRequest.BodyPublishers.noBody()).body()).contains("\"length\":0");
    }

    @Test
    void refusesAnUploadAboveItsLimit() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(PUT + "Content-Length: 8388609\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(413);
        }
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(PUT + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("100000\r\n" + "a".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 9; i++) {
                wire.send(chunk);
            }
            assertThat(wire.read().status()).isEqualTo(413);
        }
    }

    @Test
    void continuesOnlyWhenTheBodyIsWanted() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(PUT + "Content-Length: 3\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(100);
            assertThat(wire.send("abc").read().body()).contains("\"length\":3");
        }
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(PUT + "Content-Length: 8388609\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(413);
        }
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(100);
            assertThat(wire.send("{}").read().status()).isEqualTo(400);
        }
    }

    @Test
    void takesOnlyTheMediaTypesOfTheContract() throws Exception {
        HttpRequest.Builder put = HttpRequest.newBuilder(parcels.uri("/v1/parcels/p/content"))
                .PUT(HttpRequest.BodyPublishers.ofString("abc"));
        assertThat(parcels.send(put.copy().header("Content-Type", "image/png").build())
                        .statusCode())
                .isEqualTo(200);
        assertThat(parcels.send(put.copy().header("Content-Type", "text/html").build())
                        .statusCode())
                .isEqualTo(415);
    }

    @Test
    void endsAnUploadWhosePeerHasGone() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        AtomicReference<Exception> seen = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(1);
        try (Parcels own = new Parcels(
                Parcels.config(), java.util.List.of(), java.util.List.of(), java.util.List.of((request, next) -> {
                    InputStream in = request.bodyStream();
                    try {
                        in.readNBytes(3);
                        reading.countDown();
                        in.readAllBytes();
                    } catch (IOException e) {
                        seen.set(e);
                    }
                    ended.countDown();
                    return Response.noContent();
                }))) {
            Wire wire = new Wire(own.server.port());
            wire.send(PUT + "Content-Length: 1000\r\n\r\nabc");
            reading.await();
            wire.reset();

            assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(seen.get()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void refusesAnUploadThatStalls() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(PUT + "Content-Length: 1000\r\n\r\nabc");

            assertThat(wire.read().status()).isEqualTo(408);
        }
    }

    @Test
    void sendsALargeStream() throws Exception {
        for (long length : new long[] {64L * 1024 * 1024, -1}) {
            Zeros zeros = new Zeros(64L * 1024 * 1024);
            parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", zeros, length));
            HttpResponse<InputStream> response = parcels.client()
                    .send(
                            HttpRequest.newBuilder(parcels.uri("/v1/parcels/p/content"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                assertThat(body.transferTo(java.io.OutputStream.nullOutputStream()))
                        .isEqualTo(64L * 1024 * 1024);
            }
            assertThat(zeros.closed.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void readsAStreamNoFasterThanItsPeer() throws Exception {
        Zeros zeros = new Zeros(Long.MAX_VALUE);
        parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", zeros, -1));
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(GET);
            // It is cut off after a while without progress; until then, only buffers were filled.
            assertThat(zeros.closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(zeros.given.get()).isLessThan(64L * 1024 * 1024);
        }
    }

    @Test
    void closesAStreamWhosePeerHasGone() throws Exception {
        Zeros zeros = new Zeros(Long.MAX_VALUE);
        parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", zeros, -1));
        Wire wire = new Wire(parcels.server.port());
        wire.send(GET);
        wire.in().readNBytes(1000);
        wire.reset();

        assertThat(zeros.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cutsTheConnectionWhenAStreamBreaksItsPromise() throws Exception {
        for (long promised : new long[] {1_000_000, 10}) {
            parcels.trials.put(
                    "getContent", r -> Response.stream(200, "application/octet-stream", new Zeros(1000), promised));
            try (Wire wire = new Wire(parcels.server.port())) {
                wire.send(GET);
                assertThatThrownBy(() -> {
                            String body = wire.read().body();
                            if (body.length() < promised) {
                                throw new IOException("short");
                            }
                        })
                        .isInstanceOf(IOException.class);
                assertThat(wire.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void doesNotReadAStreamForHead() throws Exception {
        Zeros zeros = new Zeros(1000);
        parcels.trials.put("getContent", r -> Response.stream(200, "application/octet-stream", zeros, 1000));
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("HEAD" + GET.substring(3));
            String head = new String(wire.in().readNBytes(12), StandardCharsets.US_ASCII);

            assertThat(head).isEqualTo("HTTP/1.1 200");
            assertThat(zeros.closed.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(zeros.given.get()).isZero();
        }
    }

    @Test
    void endsAnEndlessStreamToAnOldPeerByClosing() throws Exception {
        parcels.trials.put(
                "getContent",
                r -> Response.stream(
                        200, "text/plain", new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8)), -1));
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("GET /v1/parcels/p/content HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            String all = new String(wire.in().readAllBytes(), StandardCharsets.US_ASCII);

            assertThat(all).endsWith("\r\n\r\nabc").doesNotContain("chunked");
        }
    }
}
