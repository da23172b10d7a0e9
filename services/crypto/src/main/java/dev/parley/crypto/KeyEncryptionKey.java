package dev.parley.crypto;

import dev.parley.core.secret.Secret;

/// The key above all others: it wraps the root key of each tenant and nothing else. It is held outside the data, so
/// that the data alone, or a backup of it, opens nothing.
///
/// Calls may reach a device or a service: they block. Fails with
/// [dev.parley.core.problem.StoreUnavailableException] when the holder of the key cannot answer.
public interface KeyEncryptionKey {
    /// Names this key in what it has wrapped: `<kind>:<fingerprint or address>`, at most 100 characters, no secret.
    String id();

    /// @param associatedData must be given again to unwrap
    byte[] wrap(Secret key, byte[] associatedData);

    /// @throws WrongKeyEncryptionKeyException when it was not wrapped by this key with these associated data
    Secret unwrap(byte[] wrapped, byte[] associatedData);
}
