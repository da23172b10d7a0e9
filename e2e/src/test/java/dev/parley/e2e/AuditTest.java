package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The record of a small platform, read by its owner. The first account of an installation is the owner, so each
/// test has an installation of its own.
class AuditTest {
    @TempDir
    Path data;

    @Test
    void everyRequestIsInTheRecordAndTheRecordVerifies() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of())) {
            Person owner = Person.joins(platform, "owner");
            Person member = Person.joins(platform, "member");
            String conversation = owner.startsConversation("recorded", member);
            List<String> requestIds = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                requestIds.add(requestId(owner.sends(conversation, "m" + i, "text " + i)));
            }
            requestIds.add(requestId(member.get("/v1/conversations/cnv_x")));
            requestIds.add(requestId(Http.get(platform.gateway("/v1/me"))));
            requestIds.add(requestId(Http.get(platform.gateway("/v1/nothing/here"))));

            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                List<String> recorded = entries(owner).stream()
                        .map(entry -> canonical(entry).path("requestId").asText())
                        .toList();
                assertThat(recorded).containsAll(requestIds);
            });
            List<JsonNode> entries = entries(owner);
            assertChained(entries);
            assertThat(entries)
                    .as("no name, text or address in the clear")
                    .noneMatch(entry -> entry.toString().contains(owner.userName()))
                    .noneMatch(entry -> entry.toString().contains("text 1"))
                    .noneMatch(entry -> entry.toString().contains("127.0.0.1"));
            JsonNode verification =
                    owner.post("/v1/audit/verification", "").expect(200).json();
            assertThat(verification.path("whole").asBoolean()).isTrue();
            assertThat(verification.path("checkedEntries").asLong()).isGreaterThanOrEqualTo(entries.size());
            member.get("/v1/audit/entries").expect(403);
        }
    }

    @Test
    void whatWasRecordedBeforeKill9ArrivesAfterTheRestart() {
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of())) {
            Person owner = Person.joins(platform, "owner");
            List<String> requestIds = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                requestIds.add(requestId(owner.get("/v1/me")));
            }
            platform.kill9();
            platform.startAgain();
            Person again = Person.signsIn(platform, owner.userName());
            await().atMost(Duration.ofSeconds(30))
                    .untilAsserted(() -> assertThat(entries(again).stream()
                                    .map(entry ->
                                            canonical(entry).path("requestId").asText())
                                    .toList())
                            .containsAll(requestIds)
                            .filteredOn(requestIds::contains)
                            .doesNotHaveDuplicates());
        }
    }

    private static String requestId(Http.Reply reply) {
        return reply.headers().firstValue("x-request-id").orElseThrow();
    }

    private static List<JsonNode> entries(Person owner) {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            long after = all.isEmpty() ? 0 : all.getLast().path("seq").asLong();
            JsonNode page = owner.get("/v1/audit/entries?limit=1000&afterSeq=" + after)
                    .expect(200)
                    .json()
                    .path("entries");
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
        }
    }

    /// Verifies by docs/spec/audit-entry.md alone, without the platform's code.
    private static void assertChained(List<JsonNode> entries) throws Exception {
        String previous = "0".repeat(64);
        long seq = 0;
        for (JsonNode entry : entries) {
            seq++;
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            sha256.update(entry.path("canonical").asText().getBytes(StandardCharsets.UTF_8));
            assertThat(entry.path("seq").asLong()).isEqualTo(seq);
            assertThat(canonical(entry).path("seq").asLong()).isEqualTo(seq);
            assertThat(canonical(entry).path("previousHash").asText()).isEqualTo(previous);
            previous = HexFormat.of().formatHex(sha256.digest());
            assertThat(entry.path("hash").asText()).isEqualTo(previous);
        }
    }

    private static JsonNode canonical(JsonNode entry) {
        try {
            return Json.parse(entry.path("canonical").asText().getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }
}
