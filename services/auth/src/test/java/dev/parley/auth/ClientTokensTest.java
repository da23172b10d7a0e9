package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.api.auth.Tokens;
import dev.parley.core.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Clients and their tokens as an ordinary HTTP client sees them.
class ClientTokensTest extends ClientScene {
    @Test
    void theOwnerManagesClientsAndTheSecretIsShownOnce() throws Exception {
        Credentials client = client("client_secret_basic");

        HttpResponse<String> listed = send(
                HttpRequest.newBuilder(server.uri("/v1/oauth/clients")).header("Authorization", "Bearer " + owner));
        assertThat(listed.body()).contains(client.id()).doesNotContain(client.secret());
        assertThat(fixture.audit.actions()).contains("oauth.client.created");
        HttpResponse<String> deleted = send(HttpRequest.newBuilder(server.uri("/v1/oauth/clients/" + client.id()))
                .header("Authorization", "Bearer " + owner)
                .DELETE());
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(post("/oauth/token", client.basic(), Map.of("grant_type", "client_credentials"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void aMemberIsRefusedAndChangesNothing() throws Exception {
        String member = text(fixture.signUp("bob").accessToken());

        assertThat(manage(member, newClient("client_secret_basic", "")).statusCode())
                .isEqualTo(403);

        assertThat(fixture.audit.actions()).doesNotContain("oauth.client.created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"client_secret_basic", "client_secret_post"})
    void aClientWithASecretGetsATokenThatSaysWhatItIsFor(String method) throws Exception {
        Credentials client = client(method);
        boolean basic = method.equals("client_secret_basic");
        Map<String, String> form = basic
                ? Map.of("grant_type", "client_credentials", "scope", "audit.read", "nobody_knows_this", "x")
                : Map.of(
                        "grant_type",
                        "client_credentials",
                        "scope",
                        "audit.read",
                        "client_id",
                        client.id(),
                        "client_secret",
                        client.secret());

        HttpResponse<String> answer = post("/oauth/token", basic ? client.basic() : "", form);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(json(answer).path("token_type").textValue()).isEqualTo("Bearer");
        assertThat(json(answer).path("scope").textValue()).isEqualTo("audit.read");
        SignedJWT jwt = SignedJWT.parse(json(answer).path("access_token").textValue());
        assertThat(jwt.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jwt.getJWTClaimsSet().getIssuer()).isEqualTo(ISSUER);
        assertThat(jwt.getJWTClaimsSet().getSubject()).isEqualTo(client.id());
        assertThat(jwt.getJWTClaimsSet().getStringClaim("scope")).isEqualTo("audit.read");
    }

    @Test
    void aClientProvesItselfInTheOneWayItIsRegisteredFor() throws Exception {
        Credentials client = client("client_secret_post");

        HttpResponse<String> other = post("/oauth/token", client.basic(), Map.of("grant_type", "client_credentials"));

        assertThat(other.statusCode()).isEqualTo(401);
        assertThat(json(other).path("error").textValue()).isEqualTo("invalid_client");
        assertThat(other.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Basic");
        assertThat(fixture.audit.actions()).contains("oauth.client.refused");
    }

    @Test
    void refusalsSpeakTheWordsOfTheProtocol() throws Exception {
        Credentials client = client("client_secret_basic");
        Map<String, String> refused = Map.of(
                "grant_type=client_credentials&scope=root", "invalid_scope",
                "grant_type=client_credentials&grant_type=client_credentials", "invalid_request",
                "grant_type=password&username=ada&password=x", "unsupported_grant_type",
                "grant_type=urn:made:up", "unsupported_grant_type");
        for (Map.Entry<String, String> one : refused.entrySet()) {
            HttpResponse<String> answer = postBody("/oauth/token", client.basic(), one.getKey());
            assertThat(answer.statusCode()).as(one.getKey()).isEqualTo(400);
            assertThat(json(answer).path("error").textValue()).as(one.getKey()).isEqualTo(one.getValue());
        }
        String nobody = new Credentials("cli_01h455vb4pex5vsknk084sn02q", client.secret()).basic();
        String wrong = new Credentials(client.id(), client.secret() + "x").basic();
        for (String authorization : new String[] {nobody, wrong, "Basic !!!", "Bearer " + owner, ""}) {
            HttpResponse<String> answer =
                    post("/oauth/token", authorization, Map.of("grant_type", "client_credentials"));
            assertThat(answer.statusCode()).as(authorization).isIn(400, 401);
            assertThat(answer.body()).doesNotContain("access_token");
        }
    }

    @Test
    void introspectionTellsWhatATokenIsWorthNow() throws Exception {
        Credentials client = client("client_secret_basic");
        Credentials other = client("client_secret_basic");
        String token = token(client);

        JsonNode good = introspect(other, token);
        assertThat(good.path("active").booleanValue()).isTrue();
        assertThat(good.path("client_id").textValue()).isEqualTo(client.id());
        assertThat(good.path("scope").textValue()).isEqualTo("audit.read audit.write");

        fixture.clock.advance(Duration.ofMinutes(5));
        assertThat(introspect(other, token))
                .isEqualTo(Json.parse("{\"active\":false}".getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void onlyClientsMayIntrospect() throws Exception {
        String token = token(client("client_secret_basic"));

        assertThat(post("/oauth/introspect", "", Map.of("token", token)).statusCode())
                .isIn(400, 401);
        assertThat(post("/oauth/introspect", "Bearer " + token, Map.of("token", token))
                        .statusCode())
                .isIn(400, 401);
    }

    @Test
    void aRevokedTokenIsWorthNothingAtOnceAndOnlyItsClientCanRevokeIt() throws Exception {
        Credentials client = client("client_secret_basic");
        Credentials other = client("client_secret_basic");
        String token = token(client);

        assertThat(post("/oauth/revoke", other.basic(), Map.of("token", token)).statusCode())
                .isEqualTo(200);
        assertThat(introspect(client, token).path("active").booleanValue()).isTrue();
        assertThat(post("/oauth/revoke", client.basic(), Map.of("token", token)).statusCode())
                .isEqualTo(200);
        assertThat(introspect(client, token).path("active").booleanValue()).isFalse();
        assertThat(post("/oauth/revoke", client.basic(), Map.of("token", "made up"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokensOfAClientThatIsGoneAreWorthNothing() throws Exception {
        Credentials client = client("client_secret_basic");
        Credentials other = client("client_secret_basic");
        String token = token(client);

        send(HttpRequest.newBuilder(server.uri("/v1/oauth/clients/" + client.id()))
                .header("Authorization", "Bearer " + owner)
                .DELETE());

        assertThat(introspect(other, token).path("active").booleanValue()).isFalse();
    }

    @Test
    void aClientsTokenOpensNothingOfThePlatformAndASessionsTokenIsNoneOfAClient() throws Exception {
        Credentials client = client("client_secret_basic");
        Tokens session = fixture.signUp("bob");

        HttpResponse<String> me =
                send(HttpRequest.newBuilder(server.uri("/v1/me")).header("Authorization", "Bearer " + token(client)));

        assertThat(me.statusCode()).isEqualTo(401);
        assertThat(introspect(client, text(session.accessToken()))
                        .path("active")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void aForgedTokenIsWorthNothing() throws Exception {
        Credentials client = client("client_secret_basic");
        SignedJWT real = SignedJWT.parse(token(client));
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        SignedJWT forged = new SignedJWT(real.getHeader(), real.getJWTClaimsSet());
        forged.sign(new ECDSASigner(foreign));
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(real.getHeader().getType())
                        .keyID(real.getHeader().getKeyID())
                        .build(),
                real.getJWTClaimsSet());
        confused.sign(new MACSigner(fixture.auth.sessions().jsonWebKeySet().getBytes(StandardCharsets.UTF_8)));

        for (String token : new String[] {
            forged.serialize(),
            confused.serialize(),
            new PlainJWT(real.getJWTClaimsSet()).serialize(),
            real.serialize() + "=",
            real.serialize().substring(1)
        }) {
            assertThat(introspect(client, token).path("active").booleanValue())
                    .as(token)
                    .isFalse();
        }
    }

    @Test
    void theMetadataNameEndpointsThatAnswer() throws Exception {
        HttpResponse<String> answer =
                send(HttpRequest.newBuilder(server.uri("/.well-known/oauth-authorization-server")));
        JsonNode metadata = json(answer);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(metadata.path("issuer").textValue()).isEqualTo(ISSUER);
        for (String name : List.of("token_endpoint", "introspection_endpoint", "revocation_endpoint")) {
            String path = metadata.path(name).textValue().substring(ISSUER.length());
            assertThat(postBody(path, "", "a=b").statusCode()).as(path).isIn(400, 401);
        }
        String keys = metadata.path("jwks_uri").textValue().substring(ISSUER.length());
        assertThat(send(HttpRequest.newBuilder(server.uri(keys))).statusCode()).isEqualTo(200);
    }
}
