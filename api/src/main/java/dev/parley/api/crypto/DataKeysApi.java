package dev.parley.api.crypto;

import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;

/// Data keys, with which the other services seal what they store. Kept wrapped by the tenant's root key; handed out
/// in the clear to services only. Destroying one makes everything sealed with it unreadable, in every backup as
/// well.
public interface DataKeysApi {
    /// The key for this purpose and subject, made at the first call. Concurrent first calls get the same key.
    ///
    /// @throws dev.parley.core.problem.ProblemException `key-destroyed` (410)
    DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject);

    /// @throws dev.parley.core.problem.ProblemException `not-found`; `key-destroyed` (410)
    DataKey dataKey(TenantId tenant, KeyId id);

    /// Destroys the key material for good. Idempotent.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    void destroy(TenantId tenant, KeyId id);
}
