package dev.parley.api.crypto;

import java.time.Instant;

/// @param latestVersion from 1
public record NamedKey(String name, int latestVersion, Instant createdAt, Instant rotatedAt) {}
