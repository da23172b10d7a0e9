package dev.parley.auth.store;

import dev.parley.auth.key.SigningKey;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;

/// The signing keys of the installation, kept under its first tenant. A key disappears when it expires.
public final class SigningKeyStore {
    private static final TenantId HOME = TenantId.DEFAULT;
    private static final String BY_GENERATION = "by_generation";
    private static final Collection<SigningKey> KEYS = Collection.of(
                    "auth_signing_keys", SigningKey.class, Index.unique(BY_GENERATION, "generation"))
            .expiringAt("expiresAt");

    private final DocumentStore documents;

    public SigningKeyStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(KEYS));
    }

    /// All keys that have not expired, by generation.
    public List<Versioned<SigningKey>> all() {
        return documents.find(HOME, KEYS, IndexQuery.on(BY_GENERATION));
    }

    /// Adds a key, and sets the end of the one before it in the same commit.
    ///
    /// @return false when another process was quicker; nothing was changed then
    public boolean add(String id, SigningKey key, Optional<Versioned<SigningKey>> endedPredecessor) {
        try {
            return documents.transact(HOME, tx -> {
                tx.insert(KEYS, id, key);
                endedPredecessor.ifPresent(old -> tx.replace(KEYS, old.id(), old.value(), old.version()));
                return true;
            });
        } catch (DuplicateKeyException | StaleVersionException e) {
            return false;
        }
    }
}
