package dev.parley.auth.password;

/// A slow function from a password to a hash of 32 bytes.
@FunctionalInterface
public interface PasswordFunction {
    int HASH_BYTES = 32;

    /// @param salt 16 bytes, never used for another password
    /// @return 32 bytes
    byte[] hash(byte[] password, byte[] salt, Argon2Cost cost);
}
