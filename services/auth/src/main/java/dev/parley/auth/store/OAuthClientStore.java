package dev.parley.auth.store;

import dev.parley.auth.oidc.OAuthClient;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;

/// The programs that may ask for tokens.
public final class OAuthClientStore {
    private static final String BY_AGE = "by_age";
    private static final Collection<OAuthClient> CLIENTS =
            Collection.of("auth_oauth_clients", OAuthClient.class, Index.on(BY_AGE, "createdAt"));

    private final DocumentStore documents;

    public OAuthClientStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(CLIENTS));
    }

    public void add(TenantId tenant, String id, OAuthClient client) {
        documents.transact(tenant, tx -> {
            tx.insert(CLIENTS, id, client);
            return true;
        });
    }

    public Optional<Versioned<OAuthClient>> client(TenantId tenant, String id) {
        return documents.get(tenant, CLIENTS, id);
    }

    /// From the oldest, at most 1000.
    public List<Versioned<OAuthClient>> all(TenantId tenant) {
        return documents.find(tenant, CLIENTS, IndexQuery.on(BY_AGE));
    }

    /// @return whether there was one
    public boolean remove(TenantId tenant, String id) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<OAuthClient>> stored = tx.get(CLIENTS, id);
            stored.ifPresent(client -> tx.delete(CLIENTS, id, client.version()));
            return stored.isPresent();
        });
    }
}
