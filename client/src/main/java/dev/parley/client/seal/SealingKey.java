package dev.parley.client.seal;

import dev.parley.core.id.KeyId;
import javax.crypto.SecretKey;

/// A data key in the form that the cipher takes.
record SealingKey(KeyId id, SecretKey key) {
    @Override
    public String toString() {
        return "SealingKey[" + id + "]";
    }
}
