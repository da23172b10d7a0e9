package dev.parley.crypto.store;

import java.time.Instant;

/// A named key; its material is in its versions.
public record StoredNamedKey(int latestVersion, Instant createdAt, Instant rotatedAt) {}
