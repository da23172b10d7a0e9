package dev.parley.auth;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;

/// Where security events go.
@FunctionalInterface
public interface AuditSink {
    /// Returns when the record is safe from a crash of this process.
    void record(TenantId tenant, AuditRecord record);
}
