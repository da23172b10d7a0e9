package dev.parley.compliance.chain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.erdtman.jcs.JsonCanonicalizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Executes the examples of `docs/spec/audit-entry.md`: with our verifier, and once more by the letter of the
/// document with nothing of ours.
class AuditEntrySpecTest {
    private String document = "";
    private List<String> lines = List.of();
    private AuditHead head = new AuditHead(0, "");

    @BeforeEach
    void read() throws IOException {
        document = Files.readString(Path.of("../../docs/spec/audit-entry.md"));
        lines = example("jsonl").lines().toList();
        head = Json.parse(example("json").getBytes(StandardCharsets.UTF_8), AuditHead.class);
    }

    @Test
    void holdsForOurVerifier() {
        assertThat(verify(lines)).isEqualTo(new AuditVerification(true, 3, null, null));
    }

    @Test
    void namesTamperedEntry() {
        List<String> tampered = List.of(lines.get(0), example("jsonl-tampered").strip(), lines.get(2));
        assertThat(verify(tampered).faultySeq()).isEqualTo(2);
    }

    @Test
    void holdsByTheLetter() throws Exception {
        ObjectMapper json = new ObjectMapper();
        String previousHash = "0".repeat(64);
        String recordedAt = "";
        int n = 0;
        for (String line : lines) {
            n++;
            JsonNode entry = json.readTree(line);
            String canonical = entry.get("canonical").asText();
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            String hash = HexFormat.of().formatHex(sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
            assertThat(entry.get("hash").asText()).isEqualTo(hash);
            assertThat(new JsonCanonicalizer(canonical).getEncodedString()).isEqualTo(canonical);
            JsonNode content = json.readTree(canonical);
            assertThat(content.get("seq").asInt()).isEqualTo(n);
            assertThat(entry.get("seq").asInt()).isEqualTo(n);
            assertThat(content.get("previousHash").asText()).isEqualTo(previousHash);
            assertThat(content.get("recordedAt").asText()).isGreaterThanOrEqualTo(recordedAt);
            previousHash = hash;
            recordedAt = content.get("recordedAt").asText();
        }
        assertThat(head).isEqualTo(new AuditHead(n, previousHash));
    }

    @Test
    void opensPersonalPartsByTheLetter() throws Exception {
        List<String> personal = example("personal").lines().toList();
        for (int i = 0; i < personal.size(); i++) {
            JsonNode content = new ObjectMapper()
                    .readTree(new ObjectMapper()
                            .readTree(lines.get(i))
                            .get("canonical")
                            .asText());
            byte[] sealed = Base64.getDecoder().decode(content.get("personal").asText());
            byte[] key = new byte[32];
            for (int b = 0; b < 32; b++) {
                key[b] = (byte) (32 * i + b);
            }
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, sealed, 31, 12));
            cipher.updateAAD(sealed, 0, 31);
            String place = "parley/audit/v1/" + content.get("tenant").asText() + "/"
                    + content.get("id").asText();
            cipher.updateAAD(place.getBytes(StandardCharsets.US_ASCII));
            byte[] plaintext = cipher.doFinal(sealed, 43, sealed.length - 43);
            assertThat(new String(plaintext, StandardCharsets.UTF_8)).isEqualTo(personal.get(i));
        }
    }

    private AuditVerification verify(List<String> log) {
        byte[] file = (String.join("\n", log) + "\n").getBytes(StandardCharsets.UTF_8);
        return AuditChain.verify(AuditJsonLines.read(new ByteArrayInputStream(file)), head);
    }

    /// The first fenced block of this language.
    private String example(String language) {
        Matcher block = Pattern.compile("```" + language + "\n(.*?)\n```", Pattern.DOTALL)
                .matcher(document);
        assertThat(block.find()).as("a block of %s", language).isTrue();
        return block.group(1);
    }
}
