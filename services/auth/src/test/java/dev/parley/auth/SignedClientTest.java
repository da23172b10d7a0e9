package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Clients that sign who they are.
class SignedClientTest extends ClientScene {
    @Test
    void aClientThatSignsNeedsNoSecret() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).keyID("k1").generate();
        String client = signingClient(key);

        assertThat(tokenBy(signed(key, statement(client).build())).statusCode()).isEqualTo(200);
        assertThat(tokenBy(signed(
                                key,
                                statement(client)
                                        .audience(ISSUER + "/oauth/token")
                                        .jwtID("two")
                                        .build()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void aSignedStatementIsGoodOnceAlsoForManyAtATime() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        String statement = signed(key, statement(signingClient(key)).build());
        AtomicInteger accepted = new AtomicInteger();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                callers.submit(() -> {
                    if (tokenBy(statement).statusCode() == 200) {
                        accepted.incrementAndGet();
                    }
                    return true;
                });
            }
        }

        assertThat(accepted).hasValue(1);
        assertThat(fixture.audit.actions()).contains("oauth.assertion.replayed");
    }

    @Test
    void aStatementThatIsNotExactlyRightIsRefused() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        ECKey foreign = new ECKeyGenerator(Curve.P_256).generate();
        String client = signingClient(key);
        String other = signingClient(foreign);
        Instant now = fixture.clock.instant();
        JWTClaimsSet right = statement(client).build();
        SignedJWT hmac = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), right);
        hmac.sign(new MACSigner(key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8)));

        for (String statement : new String[] {
            signed(foreign, right),
            signed(key, statement(other).build()),
            hmac.serialize(),
            new PlainJWT(right).serialize(),
            signed(key, statement(client).audience("https://elsewhere.example").build()),
            signed(
                    key,
                    statement(client)
                            .audience(List.of(ISSUER, "https://elsewhere.example"))
                            .build()),
            signed(key, statement(client).expirationTime(Date.from(now)).build()),
            signed(
                    key,
                    statement(client)
                            .expirationTime(Date.from(now.plusSeconds(3600)))
                            .build()),
            signed(key, statement(client).expirationTime(null).build()),
            signed(key, statement(client).jwtID(null).build()),
            signed(
                    key,
                    statement(client)
                            .notBeforeTime(Date.from(now.plusSeconds(30)))
                            .build()),
        }) {
            HttpResponse<String> answer = tokenBy(statement);
            assertThat(answer.statusCode()).as(statement).isIn(400, 401);
            assertThat(answer.body()).doesNotContain("access_token");
        }
        assertThat(tokenBy(signed(key, right)).statusCode()).isEqualTo(200);
    }

    @Test
    void aClientIsRegisteredWithPublicKeysOnly() throws Exception {
        ECKey key = new ECKeyGenerator(Curve.P_256).generate();
        for (String more : new String[] {
            "",
            ",\"jwks\":{}",
            ",\"jwks\":{\"keys\":[]}",
            ",\"jwks\":{\"keys\":[" + key.toJSONString() + "]}",
            ",\"jwks\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}"
        }) {
            assertThat(manage(owner, newClient("private_key_jwt", more)).statusCode())
                    .as(more)
                    .isEqualTo(400);
        }
    }
}
