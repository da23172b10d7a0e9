package dev.parley.api.compliance;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.util.List;

/// The audit log: one chain of entries per tenant, to which can only be added.
public interface AuditApi {
    /// Largest batch.
    int MAX_BATCH = 500;

    /// Adds records in their order, all or none, durable when this returns. A record whose id is in the log already
    /// is not added again, so a batch can be sent twice.
    ///
    /// @param records 1 to [#MAX_BATCH]
    AuditHead append(TenantId tenant, List<AuditRecord> records);

    /// Entries from the one after `afterSeq` on. Compliance officers, owners and services may read.
    ///
    /// @param afterSeq 0 for the first page
    /// @param limit 1 to 1000
    List<AuditEntry> entries(Caller caller, long afterSeq, int limit);

    /// Where the log ends now.
    AuditHead head(Caller caller);

    /// Computes the whole chain again from what is stored.
    AuditVerification verify(Caller caller);
}
