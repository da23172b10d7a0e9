package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/// A data folder as an earlier version left it, and what must be seen in it. `src/test/fixtures/make-data-folder`
/// made it.
record EarlierFolder(Path folder, JsonNode content) {
    private static final Path FIXTURES = Path.of("src/test/fixtures");

    /// @param folder that the fixture is unpacked into
    static EarlierFolder unpacked(String name, Path folder) throws IOException {
        try (InputStream file = Files.newInputStream(FIXTURES.resolve(name + ".zip"));
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                Path path = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                } else {
                    Files.createDirectories(path.getParent());
                    Files.copy(zip, path);
                }
            }
        }
        return new EarlierFolder(folder, Json.parse(Files.readAllBytes(FIXTURES.resolve(name + ".json"))));
    }

    /// Signs in, reads, downloads, searches, goes on to write, and verifies the audit log from its first entry.
    void assertSeenBy(RunningPlatform platform) {
        Person ada = Person.signsIn(platform, content.path("people").path(0).asText());
        Person ben = Person.signsIn(platform, content.path("people").path(1).asText());
        String conversation = content.path("conversation").asText();
        int messages = content.path("messages").asInt();
        List<JsonNode> history = ben.history(conversation);
        assertThat(history).hasSize(messages);
        assertThat(history.getFirst().path("text").asText()).isEqualTo("Message 1 about the lantern and the ferry");
        byte[] file = ben.get("/v1/media/" + content.path("media").asText() + "/content")
                .expect(200)
                .body();
        assertThat(sha256(file)).isEqualTo(content.path("mediaSha256").asText());

        assertThat(ada.says(conversation, "Still the lantern").path("seq").asInt())
                .isEqualTo(messages + 1);
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(ben.searches("lantern")).hasSize(messages));
        JsonNode verification =
                ada.post("/v1/audit/verification", "").expect(200).json();
        assertThat(verification.path("whole").asBoolean())
                .as("%s", verification)
                .isTrue();
        assertThat(verification.path("checkedEntries").asInt()).isGreaterThan(messages);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
