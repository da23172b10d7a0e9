package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The Big List of Naughty Strings (minimaxir/big-list-of-naughty-strings) in every field that a person fills in:
/// refused as a problem, or stored and answered as it was typed but for the normal form of its letters and spaces.
class NaughtyStringsTest {
    private static final int STRINGS = 485;

    @TempDir
    Path folder;

    private Fixture fixture;
    private AuthServer server;
    private HttpClient client;
    private String owner;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        server = new AuthServer(fixture);
        client = HttpClient.newHttpClient();
        owner = text(fixture.signUp("ada"));
    }

    @AfterEach
    void close() {
        client.close();
        server.close();
        fixture.close();
    }

    private static String text(dev.parley.api.auth.Tokens tokens) {
        return new String(tokens.accessToken().reveal(), StandardCharsets.US_ASCII);
    }

    private static List<String> strings() throws Exception {
        List<String> all = new ArrayList<>();
        try (InputStream in = NaughtyStringsTest.class.getResourceAsStream("/naughty/blns.json")) {
            for (JsonNode one : Json.mapper().readTree(Objects.requireNonNull(in, "the list is a resource"))) {
                all.add(one.textValue());
            }
        }
        assertThat(all).hasSize(STRINGS);
        return all;
    }

    private HttpResponse<String> send(String method, String path, JsonNode body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(Json.bytes(body)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + owner)
                        .build(),
                BodyHandlers.ofString());
    }

    private static ObjectNode object() {
        return Json.mapper().createObjectNode();
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return Json.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    }

    /// What people see of a text: its letters composed, its spaces plain, single and inside.
    private static String shown(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFC)
                .replaceAll("\\p{Zs}+", " ")
                .replaceAll("^ | $", "");
    }

    private static void assertRefused(String naughty, HttpResponse<String> answer, Integer... statuses)
            throws Exception {
        assertThat(answer.statusCode()).as(naughty + " " + answer.body()).isIn((Object[]) statuses);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(naughty)
                .startsWith("application/problem+json");
        assertThat(json(answer).path("status").intValue()).isEqualTo(answer.statusCode());
        assertThat(answer.body()).doesNotContain("Exception");
    }

    @Test
    void asTheNameOfANewAccount() throws Exception {
        int stored = 0;
        for (String naughty : strings()) {
            String userName = "naughty" + stored;
            HttpResponse<String> answer = send(
                    "POST",
                    "/v1/accounts",
                    object().put("userName", userName)
                            .put("password", Fixture.PASSWORD)
                            .put("displayName", naughty));
            if (answer.statusCode() == 201) {
                assertThat(json(answer).path("displayName").textValue()).isEqualTo(shown(naughty));
                assertThat(json(get("/v1/accounts?userName=" + userName))
                                .path("displayName")
                                .textValue())
                        .isEqualTo(shown(naughty));
                stored++;
            } else {
                assertRefused(naughty, answer, 400);
            }
        }
        assertThat(stored).as("most of the list can be a name").isGreaterThan(STRINGS / 3);
    }

    @Test
    void asAUserName() throws Exception {
        for (String naughty : strings()) {
            HttpResponse<String> answer = send(
                    "POST",
                    "/v1/accounts",
                    object().put("userName", naughty)
                            .put("password", Fixture.PASSWORD)
                            .put("displayName", "Somebody"));
            if (answer.statusCode() == 201) {
                assertThat(json(answer).path("userName").textValue())
                        .isEqualTo(Normalizer.normalize(naughty, Normalizer.Form.NFKC))
                        .matches("[A-Za-z0-9._-]+");
            } else {
                assertRefused(naughty, answer, 400, 409);
            }
            HttpResponse<String> found =
                    get("/v1/accounts?userName=" + URLEncoder.encode(naughty, StandardCharsets.UTF_8));
            if (found.statusCode() != 200) {
                assertRefused(naughty, found, 400, 404);
            }
        }
    }

    @Test
    void asWhatSomebodySignsInWith() throws Exception {
        for (String naughty : strings()) {
            HttpResponse<String> answer = send(
                    "POST",
                    "/v1/sessions",
                    object().put("userName", naughty).put("password", naughty).put("device", naughty));
            assertRefused(naughty, answer, 400, 401, 429);
        }
    }

    @Test
    void asAPasswordThatOpensItsAccountAndNoOther() throws Exception {
        int stored = 0;
        for (String naughty : strings()) {
            String userName = "naughty" + stored;
            HttpResponse<String> answer = send(
                    "POST",
                    "/v1/accounts",
                    object().put("userName", userName).put("password", naughty).put("displayName", "Somebody"));
            if (answer.statusCode() != 201) {
                assertRefused(naughty, answer, 400);
                continue;
            }
            stored++;
            ObjectNode login =
                    object().put("userName", userName).put("password", naughty).put("device", "laptop");
            assertThat(send("POST", "/v1/sessions", login).statusCode())
                    .as(naughty)
                    .isEqualTo(201);
            login.put("password", naughty + "x");
            assertThat(send("POST", "/v1/sessions", login).statusCode())
                    .as(naughty)
                    .isIn(400, 401, 429);
            fixture.clock.advance(java.time.Duration.ofHours(1));
        }
        assertThat(stored).as("some of the list can be a password").isGreaterThan(STRINGS / 5);
    }

    @Test
    void asAChangedProfile() throws Exception {
        String entityTag = get("/v1/me").headers().firstValue("ETag").orElseThrow();
        for (String naughty : strings()) {
            HttpResponse<String> answer = send(
                    "PATCH",
                    "/v1/me",
                    object().put("displayName", naughty),
                    "Authorization",
                    "Bearer " + owner,
                    "If-Match",
                    entityTag);
            if (answer.statusCode() == 200) {
                assertThat(json(answer).path("displayName").textValue()).isEqualTo(shown(naughty));
                entityTag = answer.headers().firstValue("ETag").orElseThrow();
                assertThat(json(get("/v1/me")).path("displayName").textValue()).isEqualTo(shown(naughty));
            } else {
                assertRefused(naughty, answer, 400);
            }
        }
    }

    @Test
    void asTheNameOfAnOAuthClient() throws Exception {
        int stored = 0;
        for (String naughty : strings()) {
            ObjectNode body = object().put("name", naughty).put("authMethod", "client_secret_basic");
            body.putArray("grantTypes").add("client_credentials");
            body.putArray("scopes").add("audit.read");
            HttpResponse<String> answer = send("POST", "/v1/oauth/clients", body, "Authorization", "Bearer " + owner);
            if (answer.statusCode() == 201) {
                stored++;
                assertThat(json(answer).path("name").textValue()).as(naughty).isIn(naughty, shown(naughty));
            } else {
                assertRefused(naughty, answer, 400, 409);
            }
        }
        assertThat(get("/v1/oauth/clients").statusCode()).isEqualTo(200);
        assertThat(stored).isPositive();
    }
}
