package dev.parley.crypto.store;

/// A key as it is stored: sealed by another key.
///
/// @param wrappedBy the id of the key that opens it
/// @param sealed base64 of `nonce ‖ ciphertext ‖ tag`
public record WrappedKey(String wrappedBy, String sealed) {}
