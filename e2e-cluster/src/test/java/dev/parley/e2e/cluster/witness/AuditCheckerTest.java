package dev.parley.e2e.cluster.witness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.cluster.witness.Defect.Kind;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditCheckerTest {
    private final List<Acknowledged> acknowledged = new Told().acknowledged;
    private final List<JsonNode> log = log();

    @Test
    void acceptsAWholeLogThatHasEverything() {
        assertThat(AuditChecker.check(log, acknowledged)).isEmpty();
    }

    @Test
    void findsAnAcknowledgementWithoutATrace() {
        log.removeLast();
        assertThat(AuditChecker.check(log, acknowledged))
                .extracting(Defect::kind, Defect::subject)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.UNRECORDED, "req_10"));
    }

    @Test
    void findsAnEntryThatWasTakenOut() {
        log.remove(4);
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN, Kind.UNRECORDED);
    }

    @Test
    void findsAnEntryThatWasChanged() {
        ObjectNode entry = log.get(3).deepCopy();
        entry.put("canonical", entry.path("canonical").asText().replace("req_4", "req_5"));
        log.set(3, entry);
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    @Test
    void findsEntriesThatChangedPlaces() {
        JsonNode entry = log.remove(3);
        log.add(4, entry);
        assertThat(kinds()).contains(Kind.BROKEN_CHAIN);
    }

    @Test
    void findsARecordThatWasWrittenTwice() throws Exception {
        List<JsonNode> doubled = new ArrayList<>(log);
        JsonNode last = doubled.getLast();
        doubled.add(entry(11, last.path("hash").asText(), "aud_10", "req_10"));
        assertThat(AuditChecker.check(doubled, acknowledged))
                .extracting(Defect::kind)
                .containsExactly(Kind.BROKEN_CHAIN);
    }

    private List<Kind> kinds() {
        return AuditChecker.check(log, acknowledged).stream().map(Defect::kind).toList();
    }

    private static List<JsonNode> log() {
        List<JsonNode> entries = new ArrayList<>();
        String previous = "0".repeat(64);
        for (int seq = 1; seq <= Told.MESSAGES; seq++) {
            JsonNode entry = entry(seq, previous, "aud_" + seq, "req_" + seq);
            previous = entry.path("hash").asText();
            entries.add(entry);
        }
        return entries;
    }

    private static JsonNode entry(int seq, String previous, String id, String requestId) {
        ObjectNode content = Json.mapper()
                .createObjectNode()
                .put("id", id)
                .put("previousHash", previous)
                .put("requestId", requestId)
                .put("seq", seq);
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            byte[] hash = sha256.digest(content.toString().getBytes(StandardCharsets.UTF_8));
            return Json.mapper()
                    .createObjectNode()
                    .put("seq", seq)
                    .put("canonical", content.toString())
                    .put("hash", HexFormat.of().formatHex(hash));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
