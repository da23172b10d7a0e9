package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that two programs in a row would cut in different places (RFC 9112 §11.2), and values that would end
/// a line. In each, the second request must never run.
class SmugglingTest {
    private static final AtomicInteger SMUGGLED = new AtomicInteger();
    private static final String SECOND = "GET /v1/trials/smuggled HTTP/1.1\r\nHost: x\r\n\r\n";
    private static Parcels parcels;

    @BeforeAll
    static void start() {
        parcels = new Parcels();
        parcels.trials.put("smuggled", r -> {
            SMUGGLED.incrementAndGet();
            return Response.noContent();
        });
    }

    @AfterAll
    static void stop() {
        parcels.close();
    }

    @BeforeEach
    void forget() {
        SMUGGLED.set(0);
    }

    /// Every status that is answered until the server closes.
    private static List<Integer> statuses(String bytes) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send(bytes);
            while (true) {
                statuses.add(wire.read().status());
            }
        } catch (EOFException | SocketException e) {
            return statuses;
        }
    }

    @Test
    void runsTheSecondOfTwoHonestRequests() throws Exception {
        // The control: what the others send as a second request is one that would run.
        statuses("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n\r\n"
                + SECOND.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));

        assertThat(SMUGGLED).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // Both lengths, in either order: whoever goes by the first sees another end.
                "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
                // Codings that only one of two programs takes for chunked.
                "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "Transfer-Encoding\r\n : chunked\r\n\r\n0\r\n\r\n",
                // Lengths that only one of two programs takes for a number.
                "Content-Length: 0, 3\r\n\r\n",
                "Content-Length: 0\r\nContent-Length: 3\r\n\r\n",
                "Content-Length: 0x0\r\n\r\n",
                "Content-Length: -0\r\n\r\n",
                "Content-Length: \r\n\r\n",
                "Content-Length : 0\r\n\r\n",
                // Chunks whose size is none, or whose end is elsewhere.
                "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n0x0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\n1\r\naa0\r\n\r\n",
                "Transfer-Encoding: chunked\r\n\r\nffffffffffffffff1\r\na\r\n0\r\n\r\n",
            })
    void neverRunsASmuggledRequest(String rest) throws Exception {
        List<Integer> statuses =
                statuses("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n" + rest + SECOND);

        assertThat(statuses.size()).isLessThanOrEqualTo(1);
        assertThat(statuses).allMatch(status -> status == 400 || status == 415);
        assertThat(SMUGGLED).hasValue(0);
    }

    @Test
    void neverRunsASmuggledRequestOfAnOldPeer() throws Exception {
        // HTTP/1.0 knows no chunks (RFC 9112 §6.1): whoever sends them there is faulty or worse.
        List<Integer> statuses = statuses("POST /v1/parcels HTTP/1.0\r\nContent-Type: application/json\r\n"
                + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SECOND);

        assertThat(statuses).containsExactly(400);
        assertThat(SMUGGLED).hasValue(0);
    }

    @Test
    void runsNothingBehindALastAnswer() throws Exception {
        // The second is there before the first is answered, and the first says that there is no answer after it.
        List<Integer> statuses = statuses("GET /v1/parcels/newest HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" + SECOND);

        assertThat(statuses).containsExactly(400);
        assertThat(SMUGGLED).hasValue(0);
    }

    @Test
    void takesAnAbsoluteUriForItsPathOnly() throws Exception {
        // RFC 9112 §3.2.2: a server must understand it; where it says to go changes nothing here.
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("GET http://elsewhere.example/v1/parcels/newest HTTP/1.1\r\nHost: x\r\n\r\n");

            assertThat(wire.read().status()).isIn(200, 400, 404);
            assertThat(wire.send(SECOND).read().status()).isEqualTo(204);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%0d%0aSet-Cookie:%20a=1", "%0d%0a%0d%0aHTTP/1.1%20200%20OK", "a%0ab", "a%00b", "a%7fb"})
    void writesNoLineOfAPathIntoItsAnswer(String segment) throws Exception {
        parcels.trials.put("echo", r -> Response.noContent());
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("GET /v1/trials/" + segment + " HTTP/1.1\r\nHost: x\r\n\r\n");
            Wire.Answer answer = wire.read();

            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.headers()).doesNotContainKey("set-cookie");
            assertThat(answer.body()).doesNotContain("\n", "Set-Cookie");
            assertThat(wire.send(SECOND).read().status()).isEqualTo(204);
        }
    }

    @Test
    void answersForAHandlerThatWritesALineIntoAHeader() throws Exception {
        parcels.trials.put("line", r -> Response.noContent().withHeader("X-Name", "a\r\nSet-Cookie: b=1"));
        parcels.trials.put("name", r -> Response.noContent().withHeader("X-Name: a\r\nSet-Cookie", "b=1"));
        for (String kind : List.of("line", "name")) {
            try (Wire wire = new Wire(parcels.server.port())) {
                wire.send("GET /v1/trials/" + kind + " HTTP/1.1\r\nHost: x\r\n\r\n");
                Wire.Answer answer = wire.read();

                assertThat(answer.status()).isEqualTo(500);
                assertThat(answer.headers()).doesNotContainKey("set-cookie");
            }
        }
        assertThatThrownBy(() -> Response.noContent().withHeader("", "b")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void doesNotEchoAForeignRequestId() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\nX-Request-Id: <script>alert(1)</script>\r\n\r\n");

            assertThat(wire.read().headers().get("x-request-id"))
                    .startsWith("req_")
                    .doesNotContain("<");
        }
    }

    @Test
    void refusesExpectationsThatItCannotMeet() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\nExpect: wonders\r\n\r\n");

            assertThat(wire.read().status()).isEqualTo(417);
        }
    }

    @Test
    void continuesForNoOldPeer() throws Exception {
        // RFC 9110 §10.1.1: a 1.0 peer does not know 100, and would take it for the answer.
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("POST /v1/parcels HTTP/1.0\r\nContent-Type: application/json\r\n"
                    + "Content-Length: 2\r\nExpect: 100-continue\r\n\r\n{}");

            assertThat(wire.read().status()).isEqualTo(400);
        }
    }

    @Test
    void refusesManyHeadersAsItDoesLongOnes() throws Exception {
        StringBuilder head = new StringBuilder("GET /v1/parcels/newest HTTP/1.1\r\nHost: x\r\n");
        for (int i = 0; i < 4000; i++) {
            head.append('x').append(i).append(":1\r\n");
        }
        assertThat(statuses(head + "\r\n" + SECOND)).containsExactly(431);
        assertThat(SMUGGLED).hasValue(0);
    }

    @Test
    void refusesTrailersWithoutEnd() throws Exception {
        try (Wire wire = new Wire(parcels.server.port())) {
            wire.send("POST /v1/parcels HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n0\r\n");
            wire.sendUntilRefused("x: 1\r\n".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }
        assertThat(statuses(SECOND.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")))
                .containsExactly(204);
    }
}
