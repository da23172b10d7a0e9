package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.core.id.AuditRecordId;
import java.util.List;

/// Entries that continue a chain, and where it ends with them.
public record ChainExtension(List<Link> links, ChainEnd end) {
    public ChainExtension {
        links = List.copyOf(links);
    }

    /// @param id of the record that became this entry
    public record Link(AuditRecordId id, AuditEntry entry) {}
}
