package dev.parley.api.crypto;

import dev.parley.core.caller.Caller;

/// Named keys that never leave the service: callers send what is to be encrypted or decrypted.
///
/// Names have 1 to 64 characters: lower-case letters, digits and `-`. Services and owners of the tenant may call.
public interface KeysApi {
    /// Makes the key if it does not exist. Idempotent.
    NamedKey create(Caller caller, String name);

    /// @throws dev.parley.core.problem.ProblemException `not-found`
    NamedKey key(Caller caller, String name);

    /// Adds a version, with which everything is encrypted from then on. Older versions still decrypt.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    NamedKey rotate(Caller caller, String name);

    /// AES-256-GCM with the newest version of the key.
    ///
    /// @param plaintext at most 1 MiB
    /// @param associatedData authenticated, not encrypted, at most 4 KiB; the same must be given to decrypt
    /// @return `parley:v<version>:<base64 of nonce, ciphertext and tag>`
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    String encrypt(Caller caller, String name, byte[] plaintext, byte[] associatedData);

    /// @throws dev.parley.core.problem.ProblemException `not-found`; `decryption-failed` (400) for everything that
    ///     was not encrypted with this key and these associated data, without saying why
    byte[] decrypt(Caller caller, String name, String ciphertext, byte[] associatedData);
}
