package dev.parley.crypto;

import dev.parley.core.problem.StoreUnavailableException;

/// The key-encryption key at hand does not open the data at hand: one of them was exchanged, or the wrapped key is
/// damaged. Nothing can be encrypted or decrypted until the operator puts the right one back.
public final class WrongKeyEncryptionKeyException extends StoreUnavailableException {
    private static final long serialVersionUID = 1L;

    public WrongKeyEncryptionKeyException(String message) {
        super(message);
    }
}
