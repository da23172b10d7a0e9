package dev.parley.bench;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Batches of audit records as a gateway writes them, each record with a new id.
final class AuditBatches {
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, new SecureRandom());
    private final UserId actor = ids.userId();
    private final int size;

    private record Batch(List<AuditRecord> records) {}

    AuditBatches(int size) {
        this.size = size;
    }

    byte[] next() {
        return Json.bytes(new Batch(Stream.generate(this::record).limit(size).toList()));
    }

    private AuditRecord record() {
        return new AuditRecord(
                ids.auditRecordId(),
                clock.instant(),
                "gateway",
                actor.value(),
                "http.request",
                "POST /v1/conversations/{conversationId}/messages",
                AuditOutcome.SUCCESS,
                ids.requestId(),
                Map.of("status", "201"),
                actor,
                Map.of("address", "192.0.2.7", "userAgent", "bench"));
    }
}
