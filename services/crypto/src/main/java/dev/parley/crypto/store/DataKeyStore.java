package dev.parley.crypto.store;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The data keys, at most one per purpose and subject: the store's unique index is what makes concurrent first
/// calls agree on one.
public final class DataKeyStore {
    private static final String BY_SUBJECT = "by_subject";
    private static final Collection<StoredDataKey> DATA_KEYS =
            Collection.of("crypto_data_keys", StoredDataKey.class, Index.unique(BY_SUBJECT, "subject", "purpose"));

    private final DocumentStore documents;

    public DataKeyStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(DATA_KEYS));
    }

    public Optional<StoredDataKey> find(TenantId tenant, KeyId id) {
        return documents.get(tenant, DATA_KEYS, id.value()).map(Versioned::value);
    }

    public Optional<StoredDataKey> find(TenantId tenant, DataKeyPurpose purpose, String subject) {
        IndexQuery query = IndexQuery.on(BY_SUBJECT)
                .equal(subject)
                .equal(wireName(purpose))
                .limit(1);
        return documents.find(tenant, DATA_KEYS, query).stream().findFirst().map(Versioned::value);
    }

    /// @return false when the subject has a key for this purpose already, living or destroyed
    public boolean insert(TenantId tenant, StoredDataKey dataKey) {
        try {
            return documents.transact(tenant, transaction -> {
                transaction.insert(DATA_KEYS, dataKey.keyId().value(), dataKey);
                return true;
            });
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Removes the material of a key, unless it is gone already.
    ///
    /// @return whether there is such a key
    public boolean destroy(TenantId tenant, KeyId id, Instant now) {
        return documents.transact(tenant, transaction -> {
            Optional<Versioned<StoredDataKey>> found = transaction.get(DATA_KEYS, id.value());
            found.filter(living -> living.value().key() != null)
                    .ifPresent(living -> transaction.replace(
                            DATA_KEYS, id.value(), living.value().destroyed(now), living.version()));
            return found.isPresent();
        });
    }

    /// As it stands in the document ([DataKeyPurpose] says so to JSON).
    private static String wireName(DataKeyPurpose purpose) {
        return switch (purpose) {
            case CONVERSATION -> "conversation";
            case AUDIT -> "audit";
            case SEARCH -> "search";
        };
    }
}
