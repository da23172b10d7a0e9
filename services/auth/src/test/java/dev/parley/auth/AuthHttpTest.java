package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.Tokens;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The routes as an ordinary HTTP client sees them.
class AuthHttpTest {
    private static final String ADA =
            "{\"userName\":\"ada\",\"password\":\"seven green parrots 42\",\"displayName\":\"Ada\"}";
    private static final String ADA_SIGNS_IN =
            "{\"userName\":\"ada\",\"password\":\"seven green parrots 42\",\"device\":\"laptop\"}";

    @TempDir
    Path folder;

    private Fixture fixture;
    private AuthServer server;
    private HttpClient client;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        server = new AuthServer(fixture);
        client = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        fixture.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> get(String path, String token) throws Exception {
        return send(HttpRequest.newBuilder(server.uri(path)).header("Authorization", "Bearer " + token));
    }

    private static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String code(HttpResponse<String> response) throws Exception {
        return json(response).path("code").textValue();
    }

    private static String text(dev.parley.core.secret.Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }

    @Test
    void theWholeRoadFromRegistrationToLogout() throws Exception {
        assertThat(post("/v1/accounts", ADA).statusCode()).isEqualTo(201);
        HttpResponse<String> login = post("/v1/sessions", ADA_SIGNS_IN);
        assertThat(login.statusCode()).isEqualTo(201);
        assertThat(login.headers().firstValue("Cache-Control")).contains("no-store");
        String access = json(login).path("accessToken").textValue();

        assertThat(json(get("/v1/me", access)).path("userName").textValue()).isEqualTo("ada");
        assertThat(json(get("/v1/accounts?userName=ADA", access))
                        .path("displayName")
                        .textValue())
                .isEqualTo("Ada");
        String refresh =
                "{\"refreshToken\":\"" + json(login).path("refreshToken").textValue() + "\"}";
        HttpResponse<String> refreshed = post("/v1/sessions/refresh", refresh);
        assertThat(refreshed.statusCode()).isEqualTo(200);
        assertThat(refreshed.headers().firstValue("Cache-Control")).contains("no-store");

        HttpResponse<String> logout = send(HttpRequest.newBuilder(server.uri("/v1/sessions/current"))
                .header("Authorization", "Bearer " + access)
                .DELETE());
        assertThat(logout.statusCode()).isEqualTo(204);
        fixture.clock.advance(java.time.Duration.ofSeconds(2));
        HttpResponse<String> afterwards = get("/v1/me", access);
        assertThat(afterwards.statusCode()).isEqualTo(401);
        assertThat(code(afterwards)).isEqualTo("invalid-token");
        assertThat(post("/v1/sessions/refresh", refresh).statusCode()).isEqualTo(401);
    }

    @Test
    void theAddressOfTheRequestGoesToTheAuditLog() throws Exception {
        post("/v1/accounts", ADA);

        assertThat(fixture.audit.last().personal()).containsEntry("address", "127.0.0.1");
        assertThat(fixture.audit.last().requestId()).isNotNull();
    }

    @Test
    void theKeysAreForEverybodyAndMayBeKept() throws Exception {
        HttpResponse<String> keys = send(HttpRequest.newBuilder(server.uri("/.well-known/jwks.json")));

        assertThat(keys.statusCode()).isEqualTo(200);
        assertThat(keys.headers().firstValue("Cache-Control")).contains("public, max-age=300");
        assertThat(json(keys).path("keys")).hasSize(2);
    }

    @Test
    void whoMustWaitIsToldHowLong() throws Exception {
        String wrong = ADA_SIGNS_IN.replace("42", "43");
        for (int i = 0; i < 10; i++) {
            assertThat(post("/v1/sessions", wrong).statusCode()).isEqualTo(401);
        }
        HttpResponse<String> throttled = post("/v1/sessions", wrong);

        assertThat(throttled.statusCode()).isEqualTo(429);
        assertThat(code(throttled)).isEqualTo("too-many-attempts");
        assertThat(throttled.headers().firstValue("Retry-After")).contains("1");
    }

    @Test
    void internalRoutesAreForServicesOnly() throws Exception {
        Tokens tokens = fixture.signUp("ada");
        String access = text(tokens.accessToken());
        String service = server.serviceTokens.mint("messaging", AuthServer.NAME, TenantId.DEFAULT);
        String status = "/v1/sessions/" + tokens.sessionId() + "/status";
        String revocations = "/v1/revocations?since=2026-01-31T09:30:00.000Z";

        for (String path : new String[] {status, revocations}) {
            assertThat(get(path, access).statusCode()).as(path).isIn(401, 403);
            assertThat(send(HttpRequest.newBuilder(server.uri(path))).statusCode())
                    .as(path)
                    .isEqualTo(401);
            assertThat(get(path, service).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(get("/v1/me", service).statusCode()).isIn(401, 403);
        assertThat(get("/v1/accounts/" + tokens.userId(), service).statusCode()).isEqualTo(200);
    }

    @Test
    void anOldSignInIsAskedForAStepUpAsRfc9470Says() throws Exception {
        Tokens tokens = fixture.signUp("ada");
        fixture.clock.advance(java.time.Duration.ofMinutes(11));
        String access =
                text(fixture.auth.sessions().refresh(tokens.refreshToken()).accessToken());

        HttpResponse<String> refused = send(HttpRequest.newBuilder(server.uri("/v1/me/factors/totp"))
                .header("Authorization", "Bearer " + access)
                .POST(BodyPublishers.noBody()));

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer error=\"insufficient_user_authentication\", acr_values=\"aal1\", max_age=\"600\"");
        assertThat(code(refused)).isEqualTo("step-up-required");
        assertThat(json(refused).path("maxAgeSeconds").intValue()).isEqualTo(600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{\"userName\":\"ada\"}",
                "{\"userName\":7,\"password\":\"seven green parrots 42\",\"displayName\":\"Ada\"}",
                "{\"userName\":\"ada\",\"password\":null,\"displayName\":\"Ada\"}",
                "{\"userName\":\"ada\",\"password\":\"seven green parrots 42\",\"displayName\":\"Ada\",\"roles\":[\"owner\"]}",
                "{\"userName\":\"ada\",\"userName\":\"bob\",\"password\":\"seven green parrots 42\",\"displayName\":\"A\"}",
                "{\"userName\":\"\\ud800da\",\"password\":\"seven green parrots 42\",\"displayName\":\"Ada\"}",
            })
    void aMalformedRegistrationIsRefusedAndOpensNothing(String body) throws Exception {
        assertThat(post("/v1/accounts", body).statusCode()).isEqualTo(400);

        assertThat(fixture.audit.all()).isEmpty();
        assertThat(fixture.hash.calls()).isEmpty();
    }

    @Test
    void noAnswerHoldsThePassword() throws Exception {
        String weak = ADA.replace("seven green parrots 42", "Password12345");

        HttpResponse<String> refused = post("/v1/accounts", weak);

        assertThat(code(refused)).isEqualTo("weak-password");
        assertThat(refused.body()).doesNotContain("Password12345");
    }
}
