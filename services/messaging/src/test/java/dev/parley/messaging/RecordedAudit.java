package dev.parley.messaging;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands for compliance: keeps what it is given.
final class RecordedAudit implements AuditApi {
    final List<AuditRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> batch) {
        records.addAll(batch);
        return new AuditHead(records.size(), "0".repeat(64));
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        throw new UnsupportedOperationException("messaging only appends");
    }

    @Override
    public AuditHead head(Caller caller) {
        throw new UnsupportedOperationException("messaging only appends");
    }

    @Override
    public AuditVerification verify(Caller caller) {
        throw new UnsupportedOperationException("messaging only appends");
    }
}
