package dev.parley.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.impl.ECDSA;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import dev.parley.core.caller.Caller;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Attacks on the signature of a token, and on the choice of the key that verifies it.
class HostileSignaturesTest {
    private static final BigInteger ORDER = Curve.P_256.toECParameterSpec().getOrder();
    private static final BigInteger MAX = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);

    private final SettableClock clock = new SettableClock();
    private final InMemoryAuth auth = new InMemoryAuth(clock);
    private final ServiceTokens serviceTokens = new ServiceTokens(Secret.of("0123456789abcdef0123456789abcdef"), clock);
    private final TokenVerifier verifier =
            new TokenVerifier(auth, new RevocationFeed(auth, clock), serviceTokens, "messaging", clock);

    /// CVE-2022-21449 and its relatives, and what a lenient reader takes for a signature.
    @ParameterizedTest
    @MethodSource("wrongSignatures")
    void refusesSignaturesThatAreNone(String what, byte[] signature) {
        String good = auth.token();

        assertRefused(good.substring(0, good.lastIndexOf('.') + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }

    static List<Object[]> wrongSignatures() {
        byte[] order = fixed(ORDER);
        byte[] one = fixed(BigInteger.ONE);
        byte[] zero = new byte[32];
        byte[] random = new byte[32];
        new Random(7).nextBytes(random);
        List<Object[]> cases = new ArrayList<>();
        cases.add(new Object[] {"both zero", both(zero, zero)});
        cases.add(new Object[] {"r zero", both(zero, one)});
        cases.add(new Object[] {"s zero", both(one, zero)});
        cases.add(new Object[] {"both the order", both(order, order)});
        cases.add(new Object[] {"r the order", both(order, random)});
        cases.add(new Object[] {"s the order", both(random, order)});
        cases.add(new Object[] {"both one", both(one, one)});
        cases.add(new Object[] {"all bits", both(fixed(MAX), fixed(MAX))});
        cases.add(new Object[] {"half", random});
        cases.add(new Object[] {"one byte", new byte[] {1}});
        cases.add(new Object[] {"ES384's length", new byte[96]});
        cases.add(new Object[] {"ES512's length", new byte[132]});
        return cases;
    }

    @Test
    void refusesAGoodSignatureInAnotherForm() throws Exception {
        String good = auth.token();
        String input = good.substring(0, good.lastIndexOf('.') + 1);
        byte[] raw = Base64.getUrlDecoder().decode(good.substring(input.length()));
        BigInteger r = new BigInteger(1, raw, 0, 32);
        BigInteger s = new BigInteger(1, raw, 32, 32);

        List<byte[]> others = List.of(
                ECDSA.transcodeSignatureToDER(raw),
                Arrays.copyOf(raw, 65),
                Arrays.copyOf(raw, 63),
                both(new byte[1], raw),
                both(fixed(s), fixed(r)),
                both(fixed(MAX.subtract(r)), fixed(s)));
        for (byte[] other : others) {
            assertRefused(input + Base64.getUrlEncoder().withoutPadding().encodeToString(other));
        }
        assertThat(verifier.authenticate(good)).isInstanceOf(Caller.User.class);
    }

    /// A header may name a key, or where to fetch one (RFC 7515 §4.1): nothing of it is looked at.
    @Test
    void neverFetchesOrTakesAKeyThatTheTokenNames() throws Exception {
        ECKey own = new ECKeyGenerator(Curve.P_256).keyID("key-1").generate();
        AtomicInteger asked = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write(("{\"keys\":[" + own.toPublicJWK().toJSONString() + "]}").getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        URI place = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks");
        try {
            List<JWSHeader> headers = List.of(
                    auth.header().jwkURL(place).build(),
                    auth.header().x509CertURL(place).build(),
                    auth.header()
                            .jwk(own.toPublicJWK())
                            .jwkURL(place)
                            .keyID("unknown")
                            .build(),
                    auth.header().keyID(place.toString()).build());
            for (JWSHeader header : headers) {
                assertRefused(InMemoryAuth.sign(header, Json.text(auth.claims()), own));
            }
            assertThat(asked).hasValue(0);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusesPayloadsThatAreNotEncodedOrAreTokensThemselves() {
        JWSHeader plain = auth.header()
                .base64URLEncodePayload(false)
                .criticalParams(Set.of("b64"))
                .build();
        assertRefused(InMemoryAuth.sign(plain, Json.text(auth.claims()), auth.key()));
        assertRefused(encode("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"key-1\",\"b64\":false}")
                + auth.token().substring(auth.token().indexOf('.')));
        JWSHeader nested = auth.header().contentType("JWT").build();
        assertRefused(InMemoryAuth.sign(nested, auth.token(), auth.key()));
    }

    @Test
    void refusesTwoKeyIdsOfWhichOneIsGood() {
        String good = auth.token();
        String header = decode(good.substring(0, good.indexOf('.')));
        for (String twice :
                List.of("{\"kid\":\"key-1\"," + header.substring(1), "{\"kid\":\"other\"," + header.substring(1))) {
            assertRefused(encode(twice) + good.substring(good.indexOf('.')));
        }
    }

    /// What fits is looked at whole, what does not is refused before it is.
    @Test
    void refusesWhatIsTooLongHoweverWellSigned() {
        Map<String, Object> claims = auth.claims();
        claims.put("padding", "x".repeat(4000));

        assertRefused(InMemoryAuth.sign(auth.header().build(), Json.text(claims), auth.key()));
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.authenticate(token))
                .as(token)
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_TOKEN));
    }

    private static byte[] fixed(BigInteger number) {
        byte[] bytes = new byte[33];
        byte[] digits = number.toByteArray();
        System.arraycopy(digits, 0, bytes, 33 - digits.length, digits.length);
        return Arrays.copyOfRange(bytes, 1, 33);
    }

    private static byte[] both(byte[] first, byte[] second) {
        byte[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String text) {
        return new String(Objects.requireNonNull(Base64.getUrlDecoder().decode(text)), StandardCharsets.UTF_8);
    }
}
