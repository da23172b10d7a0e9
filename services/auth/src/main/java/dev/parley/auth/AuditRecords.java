package dev.parley.auth;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.call.CallContext;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes what happened in auth as records of the audit log: with an id, the time, and the request that it belongs to.
public final class AuditRecords {
    private static final String SERVICE = "auth";

    private final AuditSink sink;
    private final IdSource ids;
    private final InstantSource clock;

    public AuditRecords(AuditSink sink, IdSource ids, InstantSource clock) {
        this.sink = sink;
        this.ids = ids;
        this.clock = clock;
    }

    /// What happened.
    ///
    /// @param details that are not personal
    /// @param subject whose data `personal` are; null for nobody's
    public record Happening(
            String actor,
            String action,
            String resource,
            AuditOutcome outcome,
            Map<String, String> details,
            @Nullable UserId subject,
            Map<String, String> personal) {}

    public void tell(TenantId tenant, Happening what) {
        sink.record(
                tenant,
                new AuditRecord(
                        ids.auditRecordId(),
                        clock.instant(),
                        SERVICE,
                        what.actor(),
                        what.action(),
                        what.resource(),
                        what.outcome(),
                        CallContext.current().map(CallContext::requestId).orElse(null),
                        what.details(),
                        what.subject(),
                        what.personal()));
    }
}
