package dev.parley.app.platform;

import dev.parley.api.compliance.AuditApi;
import dev.parley.client.seal.Sealer;
import dev.parley.compliance.AuditLog;
import dev.parley.compliance.AuditRoutes;
import dev.parley.compliance.PersonalSealer;
import dev.parley.compliance.store.AuditStore;
import dev.parley.core.health.Dependency;
import dev.parley.storage.document.DocumentStore;
import java.util.List;

/// Compliance: the audit log in the document store, personal parts sealed with keys of crypto.
final class ComplianceWiring {
    private ComplianceWiring() {}

    static Part wire(Foundation foundation, Peers peers, Shared shared) {
        DocumentStore documents = foundation.storage.documents();
        AuditStore store = new AuditStore(documents);
        PersonalSealer sealer = new PersonalSealer(new Sealer(shared.dataKeys(), foundation.random));
        AuditLog log = new AuditLog(store, sealer, foundation.clock);
        peers.provide(AuditApi.class, log);
        return new Part(AuditRoutes.of(log), List.of(new Dependency("documents", documents::check)), List.of());
    }
}
