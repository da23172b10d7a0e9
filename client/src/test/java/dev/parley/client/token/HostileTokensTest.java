package dev.parley.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.ECKey;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Attacks of RFC 8725 §2 and some of our own. Each differs from a good token in one thing only.
class HostileTokensTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryAuth auth = new InMemoryAuth(clock);
    private final ServiceTokens serviceTokens = new ServiceTokens(Secret.of("0123456789abcdef0123456789abcdef"), clock);
    private final TokenVerifier verifier =
            new TokenVerifier(auth, new RevocationFeed(auth, clock), serviceTokens, "messaging", clock);

    @Test
    void refusesAlgorithmNone() {
        String header = encode("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"key-1\"}");

        assertRefused(header + "." + encode(Json.text(auth.claims())) + ".");
        assertRefused(header + "." + encode(Json.text(auth.claims())) + ".AA");
    }

    @Test
    void refusesThePublicKeyUsedAsAnHmacSecret() throws JOSEException {
        ECKey key = auth.key();
        List<byte[]> secrets = List.of(
                key.toECPublicKey().getEncoded(),
                key.toPublicJWK().toJSONString().getBytes(StandardCharsets.UTF_8));
        for (byte[] secret : secrets) {
            for (String type : List.of(AccessTokenProfile.TYPE, ServiceTokens.TYPE)) {
                JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                        .type(new JOSEObjectType(type))
                        .keyID("key-1")
                        .build();
                JWSObject token = new JWSObject(header, new Payload(auth.claims()));
                token.sign(new MACSigner(secret));
                assertRefused(token.serialize());
            }
        }
    }

    @Test
    void refusesAnAccessTokenSignedWithAKeyThatItBringsAlong() throws JOSEException {
        ECKey own = new com.nimbusds.jose.jwk.gen.ECKeyGenerator(com.nimbusds.jose.jwk.Curve.P_256).generate();

        assertRefused(InMemoryAuth.sign(auth.header().jwk(own.toPublicJWK()).build(), Json.text(auth.claims()), own));
    }

    @ParameterizedTest
    @MethodSource("wrongClaims")
    void refusesWrongClaims(String claim, @Nullable Object value) {
        Map<String, Object> claims = auth.claims();
        if (value == null) {
            claims.remove(claim);
        } else {
            claims.put(claim, value);
        }

        assertRefused(InMemoryAuth.sign(auth.header().build(), Json.text(claims), auth.key()));
    }

    static List<@Nullable Object[]> wrongClaims() {
        long now = new SettableClock().instant().getEpochSecond();
        List<@Nullable Object[]> cases = new ArrayList<>();
        for (String claim : List.of("iss", "aud", "sub", "tid", "sid", "roles", "iat", "exp")) {
            cases.add(new @Nullable Object[] {claim, null});
            cases.add(new Object[] {claim, Map.of("a", "b")});
            cases.add(new Object[] {claim, ""});
            cases.add(new Object[] {claim, true});
        }
        cases.add(new Object[] {"iss", "parley-service"});
        cases.add(new Object[] {"aud", "messaging"});
        cases.add(new Object[] {"aud", List.of("messaging", "Parley")});
        cases.add(new Object[] {"sub", "ses_01h455vb4pex5vsknk084sn02q"});
        cases.add(new Object[] {"sub", "usr_01h455vb4pex5vsknk084sn02q\u0000"});
        cases.add(new Object[] {"exp", now});
        cases.add(new Object[] {"exp", now - 1});
        cases.add(new Object[] {"exp", String.valueOf(now + 300)});
        cases.add(new Object[] {"exp", now + 300.5});
        cases.add(new Object[] {"exp", now + 86_400});
        cases.add(new Object[] {"exp", Long.MAX_VALUE});
        cases.add(new Object[] {"exp", Long.MIN_VALUE});
        cases.add(new Object[] {"iat", now + 60});
        cases.add(new Object[] {"nbf", now + 60});
        cases.add(new Object[] {"nbf", "soon"});
        return cases;
    }

    @Test
    void toleratesClocksThatDifferByAFewSeconds() {
        Map<String, Object> claims = auth.claims();
        long now = clock.instant().getEpochSecond();
        claims.put("iat", now + 4);
        claims.put("nbf", now + 4);

        verifier.authenticate(InMemoryAuth.sign(auth.header().build(), Json.text(claims), auth.key()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "svc+jwt", "at+jwt2", "application/xml"})
    void refusesOtherTypes(String type) {
        JWSHeader header = auth.header().type(new JOSEObjectType(type)).build();

        assertRefused(InMemoryAuth.sign(header, Json.text(auth.claims()), auth.key()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "unknown",
                "../../../../dev/null",
                "key-1\u0000",
                "key-1'; DROP TABLE keys;--",
                "https://evil.example/jwks"
            })
    void refusesKeyIdsThatAuthDoesNotPublish(String keyId) {
        assertRefused(InMemoryAuth.sign(auth.header().keyID(keyId).build(), Json.text(auth.claims()), auth.key()));
    }

    @Test
    void refusesAMissingKeyIdAndAMissingType() {
        assertRefused(InMemoryAuth.sign(auth.header().keyID(null).build(), Json.text(auth.claims()), auth.key()));
        assertRefused(InMemoryAuth.sign(auth.header().type(null).build(), Json.text(auth.claims()), auth.key()));
    }

    @Test
    void refusesCriticalHeadersThatItDoesNotUnderstand() {
        JWSHeader header = auth.header()
                .criticalParams(java.util.Set.of("exp"))
                .customParam("exp", 1)
                .build();

        assertRefused(InMemoryAuth.sign(header, Json.text(auth.claims()), auth.key()));
    }

    @Test
    void refusesDuplicateMembersInClaimsAndHeader() {
        String claims = Json.text(auth.claims());
        String twice = "{\"sub\":\"usr_00000000000000000000000000\"," + claims.substring(1);
        assertRefused(InMemoryAuth.sign(auth.header().build(), twice, auth.key()));

        String good = auth.token();
        String header = decode(good.substring(0, good.indexOf('.')));
        String doubled = encode("{\"alg\":\"ES256\"," + header.substring(1));
        assertRefused(doubled + good.substring(good.indexOf('.')));
    }

    @Test
    void refusesEveryTokenThatIsCutOrChangedInOneCharacter() {
        String good = auth.token();
        for (int i = 0; i < good.length(); i++) {
            assertRefused(good.substring(0, i));
        }
        // The last character carries two bits that no decoder uses; every other one counts.
        for (int i = 0; i < good.length() - 1; i++) {
            char other = good.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(good.substring(0, i) + other + good.substring(i + 1));
        }
    }

    @Test
    void refusesForeignCharactersThatALenientDecoderWouldSkip() {
        String good = auth.token();
        for (String extra : List.of("=", " ", "\n", "+", "/", "%", "ä", ".", "\u0000")) {
            assertRefused(good + extra);
            assertRefused(good.substring(0, 10) + extra + good.substring(10));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "...", "a.b.c", "bm90.anNvbg.AA", "W10.W10.AA", "Bearer x"})
    void refusesWhatIsNoToken(String text) {
        assertRefused(text);
        assertRefused("a".repeat(5000) + text);
    }

    @Test
    void refusesASignatureOfZeros() {
        String good = auth.token();
        String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);

        assertRefused(good.substring(0, good.lastIndexOf('.') + 1) + zeros);
    }

    @Test
    void refusesServiceTokensMeantForAnotherServiceOrSignedByAnotherSecret() {
        ServiceTokens others = new ServiceTokens(Secret.of("1123456789abcdef0123456789abcdef"), clock);
        ServiceTokens zeros = new ServiceTokens(Secret.of(new byte[32]), clock);

        assertRefused(serviceTokens.mint("search", "crypto", TenantId.DEFAULT));
        assertRefused(others.mint("search", "messaging", TenantId.DEFAULT));
        assertRefused(zeros.mint("search", "messaging", TenantId.DEFAULT));
    }

    @Test
    void refusesAUsersTokenWhereAServiceTokenIsRequired() {
        String token = auth.token();

        assertThatThrownBy(() -> serviceTokens.verify(token, "messaging")).isInstanceOf(ProblemException.class);
    }

    @Test
    void refusesAServiceTokenAfterItsMinute() {
        String token = serviceTokens.mint("search", "messaging", TenantId.DEFAULT);
        clock.advance(ServiceTokens.LIFE);

        assertRefused(token);
    }

    @Test
    void refusesAServiceThatSpeaksAsAnother() throws IOException {
        Set<String> all = Set.of("media", "gateway", "messaging");
        ServiceKeys everything = ServiceKeys.of(Secret.of("0123456789abcdef0123456789abcdef"));
        ServiceTokens media =
                new ServiceTokens(ServiceKeys.read(ServiceKeys.write(everything.only(Set.of("media"), all))), clock);

        assertThat(verifier.authenticate(media.mint("media", "messaging", TenantId.DEFAULT)))
                .isEqualTo(new Caller.Service(TenantId.DEFAULT, "media"));
        assertThatThrownBy(() -> media.mint("gateway", "messaging", TenantId.DEFAULT))
                .isInstanceOf(IllegalStateException.class);
        // What it verifies itself it can make as well; elsewhere that opens nothing.
        assertRefused(media.mint("gateway", "media", TenantId.DEFAULT));
        String own = media.mint("media", "messaging", TenantId.DEFAULT);
        String head = encode("{\"kid\":\"gateway\",\"typ\":\"svc+jwt\",\"alg\":\"HS256\"}");
        assertRefused(head + own.substring(own.indexOf('.')));
    }

    @Test
    void takesNoShortServiceSecret() {
        assertThatThrownBy(() -> new ServiceTokens(Secret.of(new byte[31]), clock))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.authenticate(token))
                .as(token)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_TOKEN));
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Objects.requireNonNull(Base64.getUrlDecoder().decode(text)), StandardCharsets.UTF_8);
    }
}
