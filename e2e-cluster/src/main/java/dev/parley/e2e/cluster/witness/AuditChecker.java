package dev.parley.e2e.cluster.witness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.cluster.witness.Defect.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/// Verifies an audit log by `docs/spec/audit-entry.md` alone, and that what was acknowledged is in it.
public final class AuditChecker {
    private static final String NO_HASH = "0".repeat(64);

    private final List<Defect> defects = new ArrayList<>();
    private final Set<String> records = new HashSet<>();
    private final Set<String> requests = new HashSet<>();

    private AuditChecker() {}

    /// @param entries the whole log in its order, as `listAuditEntries` gives it
    public static List<Defect> check(List<JsonNode> entries, List<Acknowledged> acknowledged) {
        AuditChecker checker = new AuditChecker();
        checker.checkChain(entries);
        for (Acknowledged one : acknowledged) {
            if (!checker.requests.contains(one.requestId())) {
                checker.defects.add(new Defect(
                        Kind.UNRECORDED,
                        one.requestId(),
                        one.message().clientMessageId() + " was acknowledged and left no trace"));
            }
        }
        return List.copyOf(checker.defects);
    }

    private void checkChain(List<JsonNode> entries) {
        String previous = NO_HASH;
        long seq = 0;
        for (JsonNode entry : entries) {
            seq++;
            String canonical = entry.path("canonical").asText();
            JsonNode content = parse(canonical);
            require(entry.path("seq").asLong() == seq && content.path("seq").asLong() == seq, seq, "wrong seq");
            require(content.path("previousHash").asText().equals(previous), seq, "not the hash of the entry before");
            previous = hash(canonical);
            require(entry.path("hash").asText().equals(previous), seq, "not its own hash");
            require(records.add(content.path("id").asText()), seq, "a record that is there already");
            requests.add(content.path("requestId").asText());
        }
    }

    private void require(boolean condition, long seq, String fault) {
        if (!condition) {
            defects.add(new Defect(Kind.BROKEN_CHAIN, "entry " + seq, fault));
        }
    }

    private static JsonNode parse(String canonical) {
        try {
            return Json.parse(canonical.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Json.mapper().missingNode();
        }
    }

    private static String hash(String canonical) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update((byte) 0);
            return HexFormat.of().formatHex(sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
