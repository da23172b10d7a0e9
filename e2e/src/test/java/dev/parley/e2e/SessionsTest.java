package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.parley.e2e.Http.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class SessionsTest {
    private final RunningPlatform platform;

    SessionsTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void aTokenIsRefusedOnEveryServiceOnceLoggedOut() {
        Person ada = Person.joins(platform, "ada");
        LiveConnection live = ada.connects(0);
        ada.get("/v1/me").expect(200);
        ada.delete("/v1/sessions/current").expect(204);
        for (String path : List.of("/v1/me", "/v1/conversations", "/v1/search/messages?q=x")) {
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() ->
                            assertThat(ada.get(path).problemCode()).as(path).isEqualTo("invalid-token"));
        }
        assertThat(live.awaitClose().code()).isEqualTo(4401);
        assertThat(refresh(ada.refreshToken()).expect(401).problemCode()).isEqualTo("invalid-token");
    }

    @Test
    void aRefreshTokenIsGoodForOneExchange() {
        Person ada = Person.joins(platform, "ada");
        JsonNode second = refresh(ada.refreshToken()).expect(200).json();
        JsonNode third =
                refresh(second.path("refreshToken").asText()).expect(200).json();
        assertThat(third.path("refreshToken").asText())
                .isNotEqualTo(second.path("refreshToken").asText());
        assertThat(refresh(ada.refreshToken()).expect(401).problemCode()).isEqualTo("invalid-token");
        assertThat(refresh(third.path("refreshToken").asText()).expect(401).problemCode())
                .as("the reuse revoked the whole session")
                .isEqualTo("invalid-token");
    }

    @Test
    void aLostDeviceIsSignedOutFromAnother() {
        Person ada = Person.joins(platform, "ada");
        JsonNode lost = login(ada.userName(), Person.PASSWORD).expect(201).json();
        ada.delete("/v1/me/sessions/" + lost.path("sessionId").asText()).expect(204);
        assertThat(refresh(lost.path("refreshToken").asText()).expect(401).problemCode())
                .isEqualTo("invalid-token");
        assertThat(ada.get("/v1/me/sessions").expect(200).json().path("sessions"))
                .hasSize(1);
    }

    @Test
    void wrongPasswordAndUnknownUserLookAlike() {
        Person ada = Person.joins(platform, "ada");
        Reply wrong = login(ada.userName(), "not my password at all");
        Reply unknown = login("nobody-" + ada.userName().substring(4), "not my password at all");
        assertThat(wrong.expect(401).problemCode()).isEqualTo("invalid-credentials");
        assertThat(unknown.expect(401).problemCode()).isEqualTo("invalid-credentials");
        assertThat(wrong.json().path("detail")).isEqualTo(unknown.json().path("detail"));
    }

    @Test
    void aUserNameIsTakenWithoutRegardToCase() {
        Person ada = Person.joins(platform, "ada");
        String body = "{\"userName\":\"%s\",\"password\":\"%s\",\"displayName\":\"x\"}"
                .formatted(ada.userName().toUpperCase(java.util.Locale.ROOT), Person.PASSWORD);
        assertThat(Http.post(platform.gateway("/v1/accounts"), body).expect(409).problemCode())
                .isEqualTo("user-name-taken");
    }

    @Test
    void weakPasswordsAreRefused() {
        for (String password : List.of("short", "passwordpassword", "123456789012")) {
            String body = "{\"userName\":\"weak\",\"password\":\"%s\",\"displayName\":\"x\"}".formatted(password);
            assertThat(Http.post(platform.gateway("/v1/accounts"), body)
                            .expect(400)
                            .problemCode())
                    .as(password)
                    .isIn("weak-password", "validation-failed");
        }
    }

    @Test
    void forgedTokensAreRefusedByEveryService() throws Exception {
        Person ada = Person.joins(platform, "ada");
        SignedJWT real = SignedJWT.parse(ada.accessToken());
        JWTClaimsSet claims = real.getJWTClaimsSet();
        String kid = real.getHeader().getKeyID();
        ECKey published = (ECKey) JWKSet.parse(Http.get(platform.gateway("/.well-known/jwks.json"))
                        .expect(200)
                        .text())
                .getKeyByKeyId(kid);
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID(kid).generate();
        List<String> forged = new ArrayList<>();
        forged.add(unsigned(ada.accessToken()));
        forged.add(sign(JWSAlgorithm.ES256, kid, "at+jwt", claims, new ECDSASigner(own)));
        forged.add(sign(JWSAlgorithm.HS256, kid, "at+jwt", claims, new MACSigner(published.toJSONString())));
        forged.add(sign(
                JWSAlgorithm.HS256,
                kid,
                "svc+jwt",
                claims,
                new MACSigner(published.toECPublicKey().getEncoded())));
        forged.add(sign(JWSAlgorithm.ES256, "../../dev/null", "at+jwt", claims, new ECDSASigner(own)));
        forged.add(ada.accessToken().substring(0, ada.accessToken().lastIndexOf('.') + 1));
        forged.add(ada.refreshToken());
        forged.add("x");
        for (String token : forged) {
            for (var uri : List.of(
                    platform.gateway("/v1/conversations"),
                    platform.service("messaging", "/v1/conversations"),
                    platform.service("auth", "/v1/me"),
                    platform.service("search", "/v1/search/messages?q=x"),
                    platform.service("crypto", "/v1/keys/x"),
                    platform.service("compliance", "/v1/audit/head"))) {
                assertThat(Http.get(uri, "Authorization", "Bearer " + token)
                                .expect(401)
                                .problemCode())
                        .as(uri + " " + token)
                        .isEqualTo("invalid-token");
            }
        }
        ada.get("/v1/me").expect(200);
    }

    @Test
    void aServiceTokenForAnotherServiceIsRefused() throws Exception {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("parley-service")
                .subject("messaging")
                .audience("search")
                .claim("tid", "tnt_00000000000000000000000000")
                .expirationTime(new java.util.Date(System.currentTimeMillis() + 60_000))
                .build();
        String token = sign(JWSAlgorithm.HS256, null, "svc+jwt", claims, new MACSigner(platform.serviceSecret()));
        for (var uri : List.of(
                platform.service("crypto", "/v1/data-keys/key_01h455vb4pex5vsknk084sn02q"),
                platform.service("compliance", "/v1/audit/head"))) {
            assertThat(Http.get(uri, "Authorization", "Bearer " + token)
                            .expect(401)
                            .problemCode())
                    .isEqualTo("invalid-token");
        }
    }

    @Test
    void internalRoutesAreClosedToUsersAndAbsentFromTheGateway() {
        Person ada = Person.joins(platform, "ada");
        String dataKeys = "/v1/data-keys/key_01h455vb4pex5vsknk084sn02q";
        assertThat(Http.get(platform.service("crypto", dataKeys), "Authorization", ada.bearer())
                        .status())
                .isIn(401, 403);
        assertThat(ada.get(dataKeys).expect(404).problemCode()).isEqualTo("not-found");
        assertThat(ada.post("/v1/audit/records", "{\"records\":[]}").expect(404).problemCode())
                .isEqualTo("not-found");
        Http.get(platform.service("crypto", dataKeys)).expect(401);
    }

    private Reply refresh(String token) {
        return Http.post(platform.gateway("/v1/sessions/refresh"), "{\"refreshToken\":\"" + token + "\"}");
    }

    private Reply login(String userName, String password) {
        return Http.post(
                platform.gateway("/v1/sessions"),
                "{\"userName\":\"%s\",\"password\":\"%s\",\"device\":\"d\"}".formatted(userName, password));
    }

    private static String unsigned(String token) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"typ\":\"at+jwt\"}".getBytes(StandardCharsets.UTF_8));
        return header + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    }

    private static String sign(
            JWSAlgorithm algorithm,
            @org.jspecify.annotations.Nullable String kid,
            String type,
            JWTClaimsSet claims,
            JWSSigner signer)
            throws Exception {
        SignedJWT jwt = new SignedJWT(
                new JWSHeader.Builder(algorithm)
                        .keyID(kid)
                        .type(new JOSEObjectType(type))
                        .build(),
                claims);
        jwt.sign(signer);
        return jwt.serialize();
    }
}
