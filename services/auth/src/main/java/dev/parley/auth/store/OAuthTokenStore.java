package dev.parley.auth.store;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import java.time.Instant;
import java.util.List;

/// What must not be accepted again: tokens of clients that were revoked, and statements of clients that were used.
/// Both are forgotten when they would have expired.
public final class OAuthTokenStore {
    private static final Collection<Until> REVOKED =
            Collection.of("auth_oauth_revoked", Until.class).expiringAt("expiresAt");
    private static final Collection<Until> USED =
            Collection.of("auth_oauth_used", Until.class).expiringAt("expiresAt");

    private final DocumentStore documents;

    public OAuthTokenStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(REVOKED, USED));
    }

    record Until(Instant expiresAt) {}

    /// @return whether it was not revoked before
    public boolean revoke(TenantId tenant, String tokenId, Instant expiresAt) {
        return first(tenant, REVOKED, tokenId, expiresAt);
    }

    public boolean isRevoked(TenantId tenant, String tokenId) {
        return documents.get(tenant, REVOKED, tokenId).isPresent();
    }

    /// @param name of what may be used once, over all processes
    /// @return whether this was the first use
    public boolean useOnce(TenantId tenant, String name, Instant expiresAt) {
        return first(tenant, USED, name, expiresAt);
    }

    private boolean first(TenantId tenant, Collection<Until> collection, String id, Instant expiresAt) {
        try {
            return documents.transact(tenant, tx -> {
                if (tx.get(collection, id).isPresent()) {
                    return false;
                }
                tx.insert(collection, id, new Until(expiresAt));
                return true;
            });
        } catch (DuplicateKeyException e) {
            // Another process was quicker.
            return false;
        }
    }
}
