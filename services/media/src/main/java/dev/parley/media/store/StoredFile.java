package dev.parley.media.store;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/// What is kept of a file beside its object.
///
/// @param keyId of the data key that sealed the object and `sealedFacts`
/// @param sealedFacts name and hash of the file, base64. In the clear, a hash would tell whoever reads the disk
///     that this is a file they know
public record StoredFile(
        ConversationId conversationId,
        UserId uploadedBy,
        String contentType,
        long sizeBytes,
        Instant uploadedAt,
        KeyId keyId,
        String sealedFacts) {}
