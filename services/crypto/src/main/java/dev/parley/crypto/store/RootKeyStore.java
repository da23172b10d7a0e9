package dev.parley.crypto.store;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;

/// The root keys: one document per tenant, under the same id in each, so that the store itself allows only one.
public final class RootKeyStore {
    private static final Collection<StoredRootKey> ROOT_KEYS = Collection.of("crypto_root_keys", StoredRootKey.class);
    private static final String ID = "root";

    private final DocumentStore documents;

    public RootKeyStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(ROOT_KEYS));
    }

    public Optional<StoredRootKey> find(TenantId tenant) {
        return documents.get(tenant, ROOT_KEYS, ID).map(Versioned::value);
    }

    /// @return false when the tenant has one already, which stays
    public boolean insert(TenantId tenant, StoredRootKey rootKey) {
        try {
            return documents.transact(tenant, transaction -> {
                transaction.insert(ROOT_KEYS, ID, rootKey);
                return true;
            });
        } catch (DuplicateKeyException e) {
            return false;
        }
    }
}
