package dev.parley.auth.oidc;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.auth.AuditRecords;
import dev.parley.auth.AuditRecords.Happening;
import dev.parley.auth.AuditSink;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import java.time.InstantSource;
import java.util.Map;

/// What the OpenID provider tells the audit log: ids only.
final class OAuthEvents {
    private final AuditRecords records;

    OAuthEvents(AuditSink sink, IdSource ids, InstantSource clock) {
        this.records = new AuditRecords(sink, ids, clock);
    }

    void clientCreated(TenantId tenant, String actor, String client) {
        tell(tenant, actor, "oauth.client.created", client, AuditOutcome.SUCCESS);
    }

    void clientDeleted(TenantId tenant, String actor, String client) {
        tell(tenant, actor, "oauth.client.deleted", client, AuditOutcome.SUCCESS);
    }

    void tokenRevoked(TenantId tenant, String client, String token) {
        tell(tenant, client, "authn.token.revoked", token, AuditOutcome.SUCCESS);
    }

    /// Somebody gave the id of this client and did not prove to be it.
    void clientRefused(TenantId tenant, String client) {
        tell(tenant, "anonymous", "oauth.client.refused", client, AuditOutcome.REFUSED);
    }

    /// A signed statement of this client was used a second time.
    void assertionReplayed(TenantId tenant, String client) {
        tell(tenant, "anonymous", "oauth.assertion.replayed", client, AuditOutcome.REFUSED);
    }

    private void tell(TenantId tenant, String actor, String action, String resource, AuditOutcome outcome) {
        records.tell(tenant, new Happening(actor, action, resource, outcome, Map.of(), null, Map.of()));
    }
}
