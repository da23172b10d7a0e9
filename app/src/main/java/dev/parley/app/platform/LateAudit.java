package dev.parley.app.platform;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.function.Supplier;

/// The audit log of a compliance service that may still be starting: each call waits until it is there.
final class LateAudit implements AuditApi {
    private final Supplier<AuditApi> audit;

    LateAudit(Supplier<AuditApi> audit) {
        this.audit = audit;
    }

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> records) {
        return audit.get().append(tenant, records);
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        return audit.get().entries(caller, afterSeq, limit);
    }

    @Override
    public AuditHead head(Caller caller) {
        return audit.get().head(caller);
    }

    @Override
    public AuditVerification verify(Caller caller) {
        return audit.get().verify(caller);
    }
}
