package dev.parley.crypto.store;

import dev.parley.core.id.KeyId;
import java.time.Instant;

/// The root key of a tenant.
///
/// @param key wrapped by the key-encryption key
public record StoredRootKey(KeyId keyId, WrappedKey key, Instant createdAt) {}
