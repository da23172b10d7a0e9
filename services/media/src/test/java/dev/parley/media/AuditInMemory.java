package dev.parley.media;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The records that reached the log.
final class AuditInMemory implements AuditApi {
    final List<AuditRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> appended) {
        records.addAll(appended);
        return new AuditHead(records.size(), "0".repeat(64));
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public AuditHead head(Caller caller) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public AuditVerification verify(Caller caller) {
        throw new UnsupportedOperationException("media does not ask for it");
    }
}
