package dev.parley.client.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.util.Base64URL;
import dev.parley.core.json.Json;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// Project Wycheproof's vectors for ECDSA on P-256 with SHA-256, signatures as JWS has them (C2SP/wycheproof,
/// `testvectors_v1/ecdsa_secp256r1_sha256_p1363_test.json`): `r` and `s` that are zero, negative, beyond the order
/// or of another length, edge cases of the arithmetic and of Shamir's trick.
class WycheproofTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final JWSHeader ES256 = new JWSHeader(JWSAlgorithm.ES256);
    private static final int VECTORS = 262;

    @Test
    void agreesWithEveryVector() throws Exception {
        int seen = 0;
        for (JsonNode group : vectors().path("testGroups")) {
            JsonNode point = group.path("publicKey");
            ECKey key = new ECKey.Builder(Curve.P_256, coordinate(point, "wx"), coordinate(point, "wy")).build();
            JWSVerifier verifier = Es256.verifier(key);
            for (JsonNode test : group.path("tests")) {
                boolean verified = verifier.verify(
                        ES256,
                        HEX.parseHex(test.path("msg").asText()),
                        Base64URL.encode(HEX.parseHex(test.path("sig").asText())));
                assertThat(verified)
                        .as("tcId " + test.path("tcId") + " " + test.path("comment"))
                        .isEqualTo(test.path("result").asText().equals("valid"));
                seen++;
            }
        }
        assertThat(seen).isEqualTo(VECTORS);
    }

    private static Base64URL coordinate(JsonNode point, String name) {
        String hex = point.path(name).asText();
        String digits = "0".repeat(64) + hex;
        return Base64URL.encode(HEX.parseHex(digits.substring(digits.length() - 64)));
    }

    private static JsonNode vectors() throws Exception {
        try (InputStream in =
                WycheproofTest.class.getResourceAsStream("/wycheproof/ecdsa_secp256r1_sha256_p1363_test.json")) {
            return Json.mapper().readTree(Objects.requireNonNull(in, "the vectors are a resource"));
        }
    }
}
