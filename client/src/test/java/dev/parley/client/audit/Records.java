package dev.parley.client.audit;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.IdSource;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;

/// Records as the gateway makes them.
final class Records {
    private static final IdSource IDS = new IdSource(InstantSource.system(), new SecureRandom());

    private Records() {}

    static AuditRecord next() {
        return next("http.request");
    }

    static AuditRecord next(String action) {
        return new AuditRecord(
                IDS.auditRecordId(),
                Instant.parse("2026-01-31T09:30:00Z"),
                "gateway",
                "usr_01h455vb4pex5vsknk084sn02q",
                action,
                "/v1/conversations/{conversationId}/messages",
                AuditOutcome.SUCCESS,
                IDS.requestId(),
                Map.of("status", "201", "method", "POST"),
                null,
                Map.of());
    }
}
