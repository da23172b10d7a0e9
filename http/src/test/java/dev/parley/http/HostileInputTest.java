package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a peer sends that means no good: each is refused in form, nothing hangs, and the server goes on.
class HostileInputTest {
    private static final String GET = "GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String POST_HEAD =
            "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

    private static Parcels parcels;

    @BeforeAll
    static void start() {
        parcels =
                new Parcels(Parcels.config().withConnectionTimeouts(Duration.ofMillis(1500), Duration.ofMillis(1500)));
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    private static Wire wire() throws Exception {
        return new Wire(parcels.server.port());
    }

    private static Wire.Answer exchange(String request) throws Exception {
        try (Wire wire = wire()) {
            return wire.send(request).read();
        }
    }

    private static void assertAlive() throws Exception {
        assertThat(exchange(GET).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NONSENSE\r\n\r\n",
                "GET /v1/parcels/newest\r\n\r\n",
                "GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\nBad Header: 1\r\n\r\n",
                "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
                "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: +3\r\n\r\nabc",
                "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999\r\n\r\n"
            })
    void refusesWhatIsNotHttpAndCloses(String request) throws Exception {
        try (Wire wire = wire()) {
            Wire.Answer answer = wire.send(request).read();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("malformed-request", "requestId");
            assertThat(wire.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /v1/parcels/newest HTTP/1.1\r\n\r\n",
                "GET /v1/parcels/newest HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
                "POST /v1/parcels HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "GET /v1/parcels/%zz HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/%4 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/% HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/%ff HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/%c0%af HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/%00 HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/a%2fb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/a%5cb HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/../health HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels/%2e%2e/x HTTP/1.1\r\nHost: x\r\n\r\n",
                "GET /v1/parcels?limit=%g1 HTTP/1.1\r\nHost: x\r\n\r\n",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
            })
    void refusesMalformedRequests(String request) throws Exception {
        Wire.Answer answer = exchange(request);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body()).contains("malformed-request");
        assertAlive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"//v1/parcels", "/v1//parcels", "/v1/parcels/", "/v1/parcels/a%252fb/x", "/V1/parcels"})
    void findsNothingAtOtherPaths(String path) throws Exception {
        assertThat(exchange("GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n").status())
                .isEqualTo(404);
    }

    @Test
    void refusesALongUri() throws Exception {
        for (int length : new int[] {8 * 1024, 64 * 1024}) {
            Wire.Answer answer = exchange("GET /" + "a".repeat(length) + " HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(answer.status()).isEqualTo(414);
            assertThat(answer.body()).contains("uri-too-long");
        }
        assertAlive();
    }

    @Test
    void refusesLongHeaders() throws Exception {
        Wire.Answer answer =
                exchange("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\nX-Fill: " + "a".repeat(20_000) + "\r\n\r\n");

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.body()).contains("headers-too-large");
        assertAlive();
    }

    @Test
    void closesAConnectionWhoseHeadDripsIn() throws Exception {
        try (Wire wire = wire()) {
            wire.send("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n");
            // Each byte would restart an idle timer; the time for the whole head runs on.
            try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
                clock.scheduleAtFixedRate(() -> wire.drip('a'), 0, 100, TimeUnit.MILLISECONDS);
                assertThat(wire.isClosedByServer()).isTrue();
                clock.shutdownNow();
            }
        }
        assertAlive();
    }

    @Test
    void answersForABodyThatDripsIn() throws Exception {
        try (Wire wire = wire();
                ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
            wire.send(POST_HEAD + "X-Parley-Timeout-Ms: 500\r\nContent-Length: 1000\r\n\r\n");
            clock.scheduleAtFixedRate(() -> wire.drip('a'), 0, 100, TimeUnit.MILLISECONDS);
            Wire.Answer answer = wire.read();
            clock.shutdownNow();

            assertThat(answer.status()).isEqualTo(408);
            assertThat(answer.headers()).containsEntry("connection", "close");
        }
        assertAlive();
    }

    @Test
    void refusesOtherVersions() throws Exception {
        try (Wire wire = wire()) {
            wire.send("GET /v1/parcels/newest HTTP/9.9\r\nHost: x\r\n\r\n");

            assertThat(wire.read().status()).isGreaterThanOrEqualTo(500);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void closesAConnectionThatStaysSilent() throws Exception {
        try (Wire wire = wire()) {
            assertThat(wire.isClosedByServer()).isTrue();
        }
        try (Wire wire = wire()) {
            assertThat(wire.send(GET).read().status()).isEqualTo(200);
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void refusesABodyThatDeclaresTooMuch() throws Exception {
        try (Wire wire = wire()) {
            Wire.Answer answer =
                    wire.send(POST_HEAD + "Content-Length: 65537\r\n\r\n").read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.body()).contains("too-large");
            assertThat(answer.headers()).containsEntry("connection", "close");
            assertThat(wire.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    @Test
    void refusesChunksThatBecomeTooMuch() throws Exception {
        try (Wire wire = wire()) {
            wire.send(POST_HEAD + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] chunk = ("2000\r\n" + "a".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < 10; i++) {
                wire.send(chunk);
            }
            // The chunks have no end, and the answer comes all the same.
            Wire.Answer answer = wire.read();

            assertThat(answer.status()).isEqualTo(413);
            assertThat(answer.headers()).containsEntry("connection", "close");
            wire.sendUntilRefused(chunk);
        }
        assertAlive();
    }

    @Test
    void readsChunksUpToTheLimit() throws Exception {
        String json = "{\"to\":\"Ada\",\"weightGrams\":5}";
        StringBuilder chunks = new StringBuilder();
        json.chars().forEach(c -> chunks.append("1\r\n").append((char) c).append("\r\n"));
        Wire.Answer answer = exchange(POST_HEAD + "Transfer-Encoding: chunked\r\n\r\n" + chunks + "0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(201);
    }

    @Test
    void refusesBadChunks() throws Exception {
        try (Wire wire = wire()) {
            wire.send(POST_HEAD + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");

            assertThat(wire.isClosedByServer()).isTrue();
        }
        assertAlive();
    }

    @Test
    void readsOneOfTwoLengthsOnly() throws Exception {
        // RFC 9112 §6.3: chunked wins. Whoever put a second request into the rest gets no answer to it.
        try (Wire wire = wire()) {
            wire.send(POST_HEAD + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            Wire.Answer answer = wire.read();

            assertThat(answer.status()).isEqualTo(400);
        }
        assertAlive();
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        try (Wire wire = wire()) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < 100; i++) {
                all.append("GET /v1/parcels/p").append(i).append(" HTTP/1.1\r\nHost: x\r\n\r\n");
            }
            wire.send(all.toString());
            for (int i = 0; i < 100; i++) {
                assertThat(wire.read().body()).contains("\"p" + i + "\"");
            }
        }
    }

    @Test
    void answersPipelinedBodies() throws Exception {
        String json = "{\"to\":\"Ada\",\"weightGrams\":5}";
        String post = POST_HEAD + "Content-Length: " + json.length() + "\r\n\r\n" + json;
        try (Wire wire = wire()) {
            wire.send(post + post + GET + post);
            assertThat(wire.read().status()).isEqualTo(201);
            assertThat(wire.read().status()).isEqualTo(201);
            assertThat(wire.read().status()).isEqualTo(200);
            assertThat(wire.read().status()).isEqualTo(201);
        }
    }

    @Test
    void keepsTheConnectionAfterARefusalThatWasReadWhole() throws Exception {
        String post = POST_HEAD + "Content-Length: 2\r\n\r\n{}";
        String nowhere = "POST /v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
        try (Wire wire = wire()) {
            assertThat(wire.send(post).read().status()).isEqualTo(400);
            assertThat(wire.send(nowhere).read().status()).isEqualTo(404);
            assertThat(wire.send(GET).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "nul",
                "{\"to\":\"Ada\",\"weightGrams\":5} x",
                "{\"to\":\"Ada\",\"to\":\"Bob\",\"weightGrams\":5}",
                "{\"to\":\"\\ud800\",\"weightGrams\":5}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"\\udc00\":1}",
                "{\"to\":\"Ada\",\"weightGrams\":NaN}",
                "{\"to\":\"Ada\",\"weightGrams\":1e999999999}",
                "{'to':'Ada'}"
            })
    void refusesMalformedJson(String json) throws Exception {
        var response = parcels.post("/v1/parcels", json);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).containsAnyOf("malformed-request", "needs a body", "validation-failed");
        assertThat(response.body()).doesNotContain("Exception", "jackson", "at [Source");
    }

    @Test
    void refusesDeepJson() throws Exception {
        var response = parcels.post("/v1/trials/echo", "[".repeat(30_000) + "]".repeat(30_000));

        assertThat(response.body()).contains("malformed-request");
    }

    @Test
    void refusesBytesThatAreNotUtf8() throws Exception {
        try (Wire wire = wire()) {
            String latin1 = "{\"to\":\"\u00c0\u00af\u00ff\",\"weightGrams\":5}";
            wire.send(POST_HEAD + "Content-Length: " + latin1.length() + "\r\n\r\n" + latin1);

            assertThat(wire.read().body()).contains("malformed-request");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"to\":5,\"weightGrams\":5}",
                "{\"to\":\"Ada\",\"weightGrams\":\"5\"}",
                "{\"to\":\"Ada\",\"weightGrams\":5.5}",
                "{\"to\":\"Ada\",\"weightGrams\":0}",
                "{\"to\":\"Ada\",\"weightGrams\":1e308}",
                "{\"to\":\"Ada\",\"weightGrams\":null}",
                "{\"to\":\"Ada\"}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"unknown\":1}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"note\":\"<b>\"}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"tags\":[\"a\",\"b\",\"c\",\"d\"]}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"address\":{\"city\":\"Turin\\n\"}}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"address\":{\"city\":\"Turin\",\"next\":{}}}",
                "{\"to\":\"Ada\",\"weightGrams\":5,\"sendAt\":\"tomorrow\"}",
                "[]",
                "null",
                "\"text\""
            })
    void refusesWhatTheContractForbids(String json) throws Exception {
        var response = parcels.post("/v1/parcels", json);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains("validation-failed", "\"errors\":[{\"pointer\":");
    }

    @Test
    void namesTenErrorsAtMost() throws Exception {
        StringBuilder json = new StringBuilder("{\"to\":\"Ada\",\"weightGrams\":5");
        for (int i = 0; i < 1000; i++) {
            json.append(",\"x").append(i).append("\":1");
        }
        var response = parcels.post("/v1/parcels", json.append('}').toString());

        assertThat(response.body().split("\"pointer\"", -1)).hasSize(11);
    }

    @Test
    void refusesOtherMediaTypes() throws Exception {
        for (String type : new String[] {"text/plain", "application/json; charset=utf-16", "", "application/xml"}) {
            Wire.Answer answer = exchange("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: " + type
                    + "\r\nContent-Length: 2\r\n\r\n{}");
            assertThat(answer.status()).isEqualTo(415);
        }
        assertThat(exchange(POST_HEAD + "Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}")
                        .status())
                .isEqualTo(415);
    }

    @Test
    void doesNotUpgrade() throws Exception {
        Wire.Answer h2 =
                exchange("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, HTTP2-Settings\r\n"
                        + "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n\r\n");
        assertThat(h2.status()).isEqualTo(200);
        Wire.Answer socket = exchange(
                "GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n");
        assertThat(socket.status()).isEqualTo(200);
    }

    @Test
    void holdsBackAPeerThatAsksWithoutReading() throws Exception {
        byte[] large = new byte[256 * 1024];
        AtomicInteger asked = new AtomicInteger();
        parcels.trials.put("large", r -> {
            asked.incrementAndGet();
            return Response.bytes(200, "application/octet-stream", large);
        });
        try (Wire wire = wire()) {
            // Ends when the server, which answers no more, closes the connection.
            wire.sendUntilRefused("GET /v1/trials/large HTTP/1.1\r\nHost: x\r\n\r\n"
                    .repeat(50)
                    .getBytes(StandardCharsets.US_ASCII));
        }
        assertThat(asked.get()).isLessThan(100);
        assertAlive();
    }
}
