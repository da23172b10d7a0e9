package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may connect, for how long, and what a client may say.
class SocketProtocolTest {
    private SocketFixture parley;
    private SocketServer node;
    private Caller.User ada;
    private final List<TestClient> clients = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        parley = new SocketFixture(folder);
        node = parley.node();
        ada = parley.user();
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(TestClient::close);
        parley.close();
    }

    private TestClient anonymous() {
        TestClient client = TestClient.anonymous(node.port());
        clients.add(client);
        return client;
    }

    private TestClient ready() {
        TestClient client = TestClient.ready(node.port(), parley.gate.token(ada));
        clients.add(client);
        return client;
    }

    private static int refusedStatus(Throwable failure) {
        assertThat(failure).isInstanceOf(CompletionException.class);
        assertThat(failure.getCause()).isInstanceOf(WebSocketHandshakeException.class);
        return ((WebSocketHandshakeException) failure.getCause()).getResponse().statusCode();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void authenticatesByHeaderOrByFirstFrame() {
        String token = parley.gate.token(ada, parley.clock.instant().plusSeconds(100));
        TestClient byFrame = anonymous();
        byFrame.authenticate(token);

        ServerFrame frame = byFrame.next();

        assertThat(frame).isInstanceOf(ServerFrame.ReadyFrame.class);
        ServerFrame.ReadyFrame ready = (ServerFrame.ReadyFrame) frame;
        assertThat(ready.userId()).isEqualTo(ada.user());
        assertThat(ready.expiresInSeconds()).isBetween(80L, 100L);
        assertThat(ready.connectionId()).startsWith("con_");
        ready().assertNothingElse();
    }

    @Test
    void refusesATokenInTheHeaderBeforeTheUpgrade() {
        assertThatThrownBy(() -> TestClient.withHeader(node.port(), "Authorization", "Bearer nonsense"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(401));
        assertThatThrownBy(() -> TestClient.withHeader(node.port(), "Authorization", "Basic YTpi"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(401));
        parley.gate.answers = false;
        assertThatThrownBy(() -> TestClient.withHeader(node.port(), "Authorization", "Bearer any"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(503));
    }

    @Test
    void refusesATokenInAFrameWithAnErrorAndCloses() {
        TestClient forged = anonymous();
        forged.authenticate("a.b.c");
        assertThat(forged.nextError()).isEqualTo("invalid-token");
        assertThat(forged.closeCode()).isEqualTo(4401);

        TestClient service = anonymous();
        service.authenticate(parley.gate.token(new Caller.Service(TenantId.DEFAULT, "search")));
        assertThat(service.nextError()).isEqualTo("invalid-token");
        assertThat(service.closeCode()).isEqualTo(4401);
    }

    private String limited(Rights.Via via, Permission permission) {
        Rights rights = new Rights(Set.of(permission), via, null);
        return parley.gate.token(new Caller.User(ada.tenant(), ada.user(), ada.session(), Set.of(), rights));
    }

    @Test
    void isForWhoMayReadMessagesAndForNoBreakGlass() {
        for (String token : List.of(
                limited(Rights.Via.API_TOKEN, Permission.MESSAGES_SEND),
                limited(Rights.Via.BREAK_GLASS, Permission.MESSAGES_READ))) {
            TestClient refused = anonymous();
            refused.authenticate(token);
            assertThat(refused.nextError()).isEqualTo("forbidden");
            assertThat(refused.closeCode()).isEqualTo(4401);
        }
        TestClient byJwt = anonymous();
        byJwt.authenticate(limited(Rights.Via.API_TOKEN, Permission.MESSAGES_READ));
        assertThat(byJwt.next()).isInstanceOf(ServerFrame.ReadyFrame.class);
    }

    @Test
    void anApiTokenItselfIsGoodForAnHour() {
        TestClient robot = anonymous();
        robot.authenticate(parley.gate.token(ada, "prlpat_a-token-that-says-nothing-of-its-end"));

        ServerFrame.ReadyFrame ready = (ServerFrame.ReadyFrame) robot.next();
        assertThat(ready.expiresInSeconds()).isBetween(3_500L, 3_600L);
    }

    @Test
    void closesWhoDoesNotAuthenticateInTime() {
        assertThat(anonymous().closeCode()).isEqualTo(4401);
    }

    @Test
    void closesWhenTheTokenExpiresUnlessAFreshOneCame() {
        TestClient careless = anonymous();
        careless.authenticate(parley.gate.token(ada, parley.clock.instant().plusSeconds(1)));
        TestClient careful = anonymous();
        careful.authenticate(parley.gate.token(ada, parley.clock.instant().plusSeconds(2)));
        assertThat(careful.next()).isInstanceOf(ServerFrame.ReadyFrame.class);
        careful.authenticate(parley.gate.token(ada, parley.clock.instant().plusSeconds(1000)));
        assertThat(((ServerFrame.ReadyFrame) careful.next()).expiresInSeconds()).isGreaterThan(900);

        assertThat(careless.next()).isInstanceOf(ServerFrame.ReadyFrame.class);
        assertThat(careless.nextError()).isEqualTo("invalid-token");
        assertThat(careless.closeCode()).isEqualTo(4401);
        careful.assertNothingElse();
    }

    @Test
    void aConnectionKeepsItsUser() {
        TestClient client = ready();
        client.authenticate(parley.gate.token(parley.user()));
        assertThat(client.nextError()).isEqualTo("invalid-token");
        client.assertNothingElse();
    }

    @Test
    void closesWhenTheSessionIsRevoked() {
        TestClient client = ready();
        parley.gate.revoke(ada.session());
        assertThat(client.closeCode()).isEqualTo(4401);
    }

    @Test
    void refusesWhatIsNoFrameOfTheProtocolAndStaysOpen() {
        TestClient client = ready();
        for (String malformed : List.of("", "{", "{\"type\":\"ping\"} x", "{\"type\":\"ping\",\"type\":\"ping\"}")) {
            client.sendText(malformed);
            assertThat(client.nextError()).as(malformed).isEqualTo("malformed-request");
        }
        String id = "cnv_00000000000000000000000000";
        for (String invalid : List.of(
                "[]",
                "null",
                "{}",
                "{\"type\":\"shout\"}",
                "{\"type\":\"ping\",\"more\":1}",
                "{\"type\":\"authenticate\"}",
                "{\"type\":\"authenticate\",\"accessToken\":7}",
                "{\"type\":\"resume\",\"conversationId\":\"" + id + "\"}",
                "{\"type\":\"resume\",\"conversationId\":\"usr_1\",\"afterSeq\":1}",
                "{\"type\":\"resume\",\"conversationId\":\"" + id + "\",\"afterSeq\":-1}",
                "{\"type\":\"resume\",\"conversationId\":\"" + id + "\",\"afterSeq\":1.5}",
                "{\"type\":\"resume\",\"conversationId\":\"" + id + "\",\"afterSeq\":\"1\"}",
                "{\"type\":\"resume\",\"conversationId\":\"" + id + "\",\"afterSeq\":9007199254740992}")) {
            client.sendText(invalid);
            assertThat(client.nextError()).as(invalid).isEqualTo("validation-failed");
        }
        client.assertNothingElse();
    }

    @Test
    void resumesNothingForStrangersNorBeforeAuthentication() {
        ConversationId elsewhere = parley.conversation(parley.user());
        TestClient unknown = anonymous();
        unknown.resume(elsewhere, 0);
        assertThat(unknown.nextError()).isEqualTo("unauthenticated");
        TestClient stranger = ready();
        stranger.resume(elsewhere, 0);
        assertThat(stranger.nextError()).isEqualTo("not-found");
        stranger.resume(new ConversationId("cnv_00000000000000000000000000"), 0);
        assertThat(stranger.nextError()).isEqualTo("not-found");
    }

    @Test
    void closesOnWhatIsNoTextOrTooLargeOrTooMuch() {
        TestClient binary = ready();
        binary.socket().sendBinary(ByteBuffer.allocate(4), true).join();
        assertThat(binary.closeCode()).isEqualTo(1003);

        TestClient large = ready();
        large.sendText("x".repeat(20_000));
        assertThat(large.closeCode()).isEqualTo(1009);

        TestClient inPieces = ready();
        for (int i = 0; i < 20; i++) {
            inPieces.socket().sendText("x".repeat(1000), i == 19).join();
        }
        assertThat(inPieces.closeCode()).isEqualTo(1009);
    }

    @Test
    void takesAFrameInPieces() {
        TestClient client = ready();
        client.socket().sendText("{\"type\":", false).join();
        client.socket().sendText("\"ping\"}", true).join();
        assertThat(client.next()).isEqualTo(new ServerFrame.PongFrame());
    }

    @Test
    void pagesOfOtherOriginsMayNotConnectUnlessConfigured() {
        int port = node.port();
        assertThatThrownBy(() -> TestClient.withHeader(port, "Origin", "https://evil.example"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(403));
        assertThatThrownBy(() -> TestClient.withHeader(port, "Origin", "null"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(403));
        TestClient.withHeader(port, "Origin", "http://127.0.0.1:3000").close();

        int configured = parley.node(SocketConfig.at("127.0.0.1", 0).withAllowedOrigins(Set.of("https://chat.example")))
                .port();
        TestClient.withHeader(configured, "Origin", "https://chat.example").close();
        assertThatThrownBy(() -> TestClient.withHeader(configured, "Origin", "http://127.0.0.1:3000"))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(403));
    }

    @Test
    void connectionsAreBoundedPerNodeAndPerUser() {
        var limits = new SocketConfig.Limits(16 << 10, 3, 2, 1 << 20, 1000);
        SocketServer small = parley.node(SocketConfig.at("127.0.0.1", 0).withLimits(limits));
        String token = parley.gate.token(ada);
        clients.add(TestClient.ready(small.port(), token));
        clients.add(TestClient.ready(small.port(), token));
        TestClient third = TestClient.withHeader(small.port(), "Authorization", "Bearer " + token);
        assertThat(third.closeCode()).isEqualTo(4429);

        // The third one's place is free again once it is gone.
        org.awaitility.Awaitility.await()
                .ignoreExceptions()
                .untilAsserted(() -> clients.add(TestClient.ready(small.port(), parley.gate.token(parley.user()))));
        assertThatThrownBy(() -> TestClient.anonymous(small.port()))
                .satisfies(failure -> assertThat(refusedStatus(failure)).isEqualTo(503));
    }

    @Test
    void pingsWhoIsSilentAndClosesWhoDoesNotAnswer() throws Exception {
        var timing = new SocketConfig.Timing(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(3),
                Duration.ofMillis(20),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30));
        SocketServer impatient = parley.node(SocketConfig.at("127.0.0.1", 0).withTiming(timing));
        try (RawClient silent = RawClient.connect(impatient.port(), parley.gate.token(ada))) {
            TestClient alive = TestClient.ready(impatient.port(), parley.gate.token(ada));
            clients.add(alive);
            assertThat(silent.opcodesUntilClose()).contains(0x9).endsWith(0x8);
            alive.assertNothingElse();
        }
    }

    @Test
    void tellsOfItselfAsEveryServiceDoes() throws Exception {
        assertThat(get("/health").body()).isEqualTo("{\"service\":\"socket\",\"status\":\"up\",\"dependencies\":[]}");
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/metrics").body()).contains("parley_socket_connections 0.0");
        HttpResponse<String> nothing = get("/elsewhere");
        assertThat(nothing.statusCode()).isEqualTo(404);
        assertThat(nothing.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(nothing.body()).contains("\"code\":\"not-found\"");
        assertThat(get("/v1/socket").statusCode()).isEqualTo(400);
        node.ready(false);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
    }

    @Test
    void isNotReadyWithoutWhatItNeeds() throws Exception {
        node = parley.node(SocketConfig.at("127.0.0.1", 0), new Dependency("messaging", () -> {
            throw new IOException("away");
        }));
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health").body()).contains("\"status\":\"degraded\"").contains("\"state\":\"down\"");
    }

    @Test
    void drainSendsEveryoneAwayWithAReason() {
        TestClient first = ready();
        TestClient second = anonymous();
        node.drain(Duration.ofSeconds(10));
        assertThat(first.closeCode()).isEqualTo(1012);
        assertThat(first.closeReason()).contains("connect again and resume");
        assertThat(second.closeCode()).isEqualTo(1012);
        assertThatThrownBy(() -> TestClient.anonymous(node.port())).isInstanceOf(CompletionException.class);
    }

    @Test
    void refusesAPortThatIsTaken() {
        assertThatThrownBy(() -> parley.node(SocketConfig.at("127.0.0.1", node.port())))
                .hasMessageContaining("cannot listen on 127.0.0.1:" + node.port());
    }

    @Test
    void readsWhenATokenEnds() {
        Instant expiry = Instant.ofEpochSecond(2_000_000_000);
        assertThat(TokenExpiry.of(parley.gate.token(ada, expiry), expiry)).isEqualTo(expiry);
        for (String other : List.of("", "a", "a.b", "a.b.c", "..", "a.e30.c")) {
            assertThatThrownBy(() -> TokenExpiry.of(other, expiry)).as(other).hasMessageContaining("when it ends");
        }
    }
}
