package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/// Project Wycheproof's vectors for AES-256-GCM (C2SP/wycheproof, `testvectors_v1/aes_gcm_test.json`): every valid
/// one seals and opens as published, every invalid one opens to nothing.
class WycheproofTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final int VECTORS = 66;

    private final AesGcm gcm = new AesGcm(new SecureRandom());

    @Test
    void agreesWithEveryVector() throws IOException {
        int seen = 0;
        for (JsonNode group : vectors().path("testGroups")) {
            for (JsonNode test : group.path("tests")) {
                check(test);
                seen++;
            }
        }
        assertThat(seen).isEqualTo(VECTORS);
    }

    private void check(JsonNode test) {
        String name =
                "tcId " + test.path("tcId").asInt() + " " + test.path("comment").asText();
        SecretKey key = new SecretKeySpec(bytes(test, "key"), "AES");
        byte[] sealed = HEX.parseHex(text(test, "iv") + text(test, "ct") + text(test, "tag"));
        Optional<byte[]> opened = gcm.open(key, sealed, bytes(test, "aad"));
        if (text(test, "result").equals("valid")) {
            assertThat(opened).as(name).contains(bytes(test, "msg"));
            assertThat(gcm.sealWithNonce(key, bytes(test, "iv"), bytes(test, "msg"), bytes(test, "aad")))
                    .as(name)
                    .isEqualTo(sealed);
        } else {
            assertThat(text(test, "result")).isEqualTo("invalid");
            assertThat(opened).as(name).isEmpty();
        }
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in = WycheproofTest.class.getResourceAsStream("/wycheproof/aes_gcm_test.json")) {
            return Json.mapper().readTree(Objects.requireNonNull(in, "the vectors are a resource"));
        }
    }

    private static String text(JsonNode test, String name) {
        return test.path(name).asText();
    }

    private static byte[] bytes(JsonNode test, String name) {
        return HEX.parseHex(text(test, name));
    }
}
