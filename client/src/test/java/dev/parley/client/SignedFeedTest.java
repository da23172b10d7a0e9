package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.jwk.ECKey;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.client.token.FeedSignature;
import dev.parley.client.token.InMemoryAuth;
import dev.parley.core.json.Json;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Somebody between auth and a service, who would hide that a session was revoked.
class SignedFeedTest {
    private static final String NOTHING = "{\"revocations\":[],\"next\":\"2026-01-31T09:30:00.000Z\",\"more\":false}";
    private static final String ONE = NOTHING.replace(
            "[]", "[{\"sessionId\":\"ses_01h455vb4pex5vsknk084sn02r\",\"revokedAt\":\"2026-01-31T09:30:00.000Z\"}]");

    private final InMemoryAuth auth = new InMemoryAuth(InstantSource.system());
    private final ECKey key = auth.key();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(this::answer)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    private final ParleyHttp http = ParleyHttp.open(
            vertx,
            ClientConfig.of("auth", URI.create("http://127.0.0.1:" + server.actualPort())),
            InstantSource.system(),
            new SecureRandom(),
            new SimpleMeterRegistry());
    private final HttpSessions sessions = new HttpSessions(http, Credentials.ofToken(Secret.of("a-token")));

    private volatile String told = ONE;
    private volatile String signed = ONE;
    private volatile String type = FeedSignature.TYPE;
    private volatile ECKey signer = key;
    private volatile String nonce = "";

    @AfterEach
    void close() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private void answer(HttpServerRequest request) {
        if (request.path().equals("/.well-known/jwks.json")) {
            request.response().putHeader("Content-Type", "application/json").end(auth.jsonWebKeySet());
            return;
        }
        String asked = Objects.requireNonNull(request.getHeader(FeedSignature.NONCE_HEADER));
        String answered = nonce.isEmpty() ? asked : nonce;
        String signature = InMemoryAuth.sign(
                auth.header().type(new JOSEObjectType(type)).build(),
                Json.text(FeedSignature.claims(answered, signed.getBytes(StandardCharsets.UTF_8))),
                signer);
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader(FeedSignature.HEADER, signature)
                .end(told);
    }

    private void assertNotBelieved() {
        assertThatThrownBy(() -> sessions.revocations(Instant.EPOCH)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void believesWhatAuthSaysToThisQuestion() {
        assertThat(sessions.revocations(Instant.EPOCH).revocations()).hasSize(1);
    }

    @Test
    void doesNotBelieveAnotherBody() {
        told = NOTHING;
        assertNotBelieved();
    }

    @Test
    void doesNotBelieveTheAnswerToAnEarlierQuestion() {
        nonce = "AAAAAAAAAAAAAAAAAAAAAA";
        assertNotBelieved();
    }

    @Test
    void doesNotBelieveWhoeverElseSigns() {
        signer = new InMemoryAuth(InstantSource.system()).key();
        assertNotBelieved();
    }

    @Test
    void doesNotTakeAnAccessTokenForASignature() {
        type = AccessTokenProfile.TYPE;
        assertNotBelieved();
    }
}
