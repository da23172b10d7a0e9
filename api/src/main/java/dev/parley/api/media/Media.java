package dev.parley.api.media;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.UserId;
import java.time.Instant;

/// @param contentType as told from the bytes: `image/png`
/// @param sha256 of the file as uploaded, 64 lower-case hexadecimal digits
public record Media(
        MediaId id,
        ConversationId conversationId,
        UserId uploadedBy,
        String fileName,
        String contentType,
        long sizeBytes,
        String sha256,
        Instant uploadedAt) {}
