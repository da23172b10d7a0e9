package dev.parley.crypto.store;

import java.time.Instant;

/// One version of a named key.
///
/// @param key wrapped by the tenant's root key
/// @param reservedEncryptions how many encryptions have been granted to nodes, used or not
public record StoredKeyVersion(String name, int version, WrappedKey key, Instant createdAt, long reservedEncryptions) {
    public StoredKeyVersion withReserved(long encryptions) {
        return new StoredKeyVersion(name, version, key, createdAt, encryptions);
    }
}
