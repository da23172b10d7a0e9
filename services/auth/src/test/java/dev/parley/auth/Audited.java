package dev.parley.auth;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// An audit sink that keeps what it is told.
final class Audited implements AuditSink {
    private final List<AuditRecord> records = new CopyOnWriteArrayList<>();

    @Override
    public void record(TenantId tenant, AuditRecord record) {
        records.add(record);
    }

    List<AuditRecord> all() {
        return List.copyOf(records);
    }

    List<String> actions() {
        return records.stream().map(AuditRecord::action).toList();
    }

    AuditRecord last() {
        return records.getLast();
    }
}
