package dev.parley.crypto.store;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;

/// Named keys and their versions. A key and the version that it names as its latest are written in one transaction.
public final class NamedKeyStore {
    private static final Collection<StoredNamedKey> KEYS = Collection.of("crypto_named_keys", StoredNamedKey.class);
    private static final Collection<StoredKeyVersion> VERSIONS =
            Collection.of("crypto_named_key_versions", StoredKeyVersion.class);

    private final DocumentStore documents;

    public NamedKeyStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(KEYS, VERSIONS));
    }

    public Optional<StoredNamedKey> find(TenantId tenant, String name) {
        return documents.get(tenant, KEYS, name).map(Versioned::value);
    }

    public Optional<StoredKeyVersion> findVersion(TenantId tenant, String name, int version) {
        return documents.get(tenant, VERSIONS, versionId(name, version)).map(Versioned::value);
    }

    /// Adds a key with its first version.
    ///
    /// @return false when there is a key of this name, which stays
    public boolean insert(TenantId tenant, StoredNamedKey key, StoredKeyVersion first) {
        try {
            return documents.transact(tenant, transaction -> {
                transaction.insert(KEYS, first.name(), key);
                insertVersion(transaction, first);
                return true;
            });
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// Adds the version after the latest.
    ///
    /// @param key as it is with the new version
    /// @return false when another version was added since the caller looked; then nothing happened
    public boolean addVersion(TenantId tenant, StoredNamedKey key, StoredKeyVersion added) {
        try {
            return documents.transact(tenant, transaction -> {
                Versioned<StoredNamedKey> current =
                        transaction.get(KEYS, added.name()).orElseThrow(() -> missing(added.name()));
                if (current.value().latestVersion() != added.version() - 1) {
                    return false;
                }
                transaction.replace(KEYS, added.name(), key, current.version());
                insertVersion(transaction, added);
                return true;
            });
        } catch (DuplicateKeyException | StaleVersionException e) {
            return false;
        }
    }

    /// Raises what is granted of a version.
    ///
    /// @param granted from what was granted before to what is granted then, or nothing when that is too much
    /// @return what `granted` gave
    public OptionalLong reserve(TenantId tenant, String name, int version, LongFunction<OptionalLong> granted) {
        String id = versionId(name, version);
        return documents.transact(tenant, transaction -> {
            Versioned<StoredKeyVersion> stored = transaction.get(VERSIONS, id).orElseThrow(() -> missing(id));
            OptionalLong reserved = granted.apply(stored.value().reservedEncryptions());
            reserved.ifPresent(
                    total -> transaction.replace(VERSIONS, id, stored.value().withReserved(total), stored.version()));
            return reserved;
        });
    }

    private static void insertVersion(Transaction transaction, StoredKeyVersion version) {
        transaction.insert(VERSIONS, versionId(version.name(), version.version()), version);
    }

    /// Names have no dot, so no two versions share an id.
    private static String versionId(String name, int version) {
        return name + "." + version;
    }

    private static IllegalStateException missing(String id) {
        return new IllegalStateException("keys and versions are never removed, and yet there is no " + id);
    }
}
