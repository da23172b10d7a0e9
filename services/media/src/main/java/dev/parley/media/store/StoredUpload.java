package dev.parley.media.store;

import dev.parley.core.id.MediaId;
import java.time.Instant;

/// Which file the upload under an idempotency key made.
public record StoredUpload(MediaId mediaId, Instant expiresAt) {}
