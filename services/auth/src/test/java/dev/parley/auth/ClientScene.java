package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// An owner, clients that they register, and an ordinary HTTP client.
abstract class ClientScene {
    static final String ISSUER = "http://localhost:3000";
    private static final String ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    @TempDir
    Path folder;

    Fixture fixture;
    AuthServer server;
    HttpClient http;
    String owner;

    record Credentials(String id, String secret) {
        String basic() {
            byte[] pair = (id + ":" + secret).getBytes(StandardCharsets.US_ASCII);
            return "Basic " + Base64.getEncoder().encodeToString(pair);
        }
    }

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        server = new AuthServer(fixture);
        http = HttpClient.newHttpClient();
        owner = text(fixture.signUp("ada").accessToken());
    }

    @AfterEach
    void close() {
        http.close();
        server.close();
        fixture.close();
    }

    static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    HttpResponse<String> manage(String token, String json) throws Exception {
        return send(HttpRequest.newBuilder(server.uri("/v1/oauth/clients"))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(json)));
    }

    HttpResponse<String> post(String path, String authorization, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return postBody(path, authorization, body);
    }

    HttpResponse<String> postBody(String path, String authorization, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(authorization.isEmpty() ? request : request.header("Authorization", authorization));
    }

    static JsonNode json(HttpResponse<String> response) throws Exception {
        return Json.parse(response.body().getBytes(StandardCharsets.UTF_8));
    }

    static String newClient(String method, String more) {
        return "{\"name\":\"Reports\",\"authMethod\":\"" + method
                + "\",\"grantTypes\":[\"client_credentials\"],\"scopes\":[\"audit.read\",\"audit.write\"]" + more
                + "}";
    }

    Credentials client(String method) throws Exception {
        HttpResponse<String> created = manage(owner, newClient(method, ""));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        JsonNode client = json(created);
        return new Credentials(
                client.path("clientId").textValue(), client.path("clientSecret").textValue());
    }

    String signingClient(ECKey key) throws Exception {
        HttpResponse<String> created =
                manage(owner, newClient("private_key_jwt", ",\"jwks\":" + new JWKSet(key.toPublicJWK()).toString()));
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        assertThat(json(created).has("clientSecret")).isFalse();
        return json(created).path("clientId").textValue();
    }

    String token(Credentials client) throws Exception {
        HttpResponse<String> answer = post("/oauth/token", client.basic(), Map.of("grant_type", "client_credentials"));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer).path("access_token").textValue();
    }

    JsonNode introspect(Credentials client, String token) throws Exception {
        HttpResponse<String> answer = post("/oauth/introspect", client.basic(), Map.of("token", token));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return json(answer);
    }

    JWTClaimsSet.Builder statement(String client) {
        Instant now = fixture.clock.instant();
        return new JWTClaimsSet.Builder()
                .issuer(client)
                .subject(client)
                .audience(ISSUER)
                .jwtID("one")
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    static String signed(ECKey key, JWTClaimsSet claims) throws JOSEException {
        SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.ES256), claims);
        jwt.sign(new ECDSASigner(key));
        return jwt.serialize();
    }

    HttpResponse<String> tokenBy(String statement) throws Exception {
        return post(
                "/oauth/token",
                "",
                Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_assertion_type",
                        ASSERTION,
                        "client_assertion",
                        statement));
    }
}
