package dev.parley.crypto.store;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.core.id.KeyId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A data key.
///
/// @param key wrapped by the tenant's root key; null once destroyed
/// @param destroyedAt null while it lives
public record StoredDataKey(
        KeyId keyId,
        DataKeyPurpose purpose,
        String subject,
        @Nullable WrappedKey key,
        Instant createdAt,
        @Nullable Instant destroyedAt) {
    /// The same key without its material. The document stays, so that no second key is made for the subject.
    StoredDataKey destroyed(Instant now) {
        return new StoredDataKey(keyId, purpose, subject, null, createdAt, now);
    }
}
