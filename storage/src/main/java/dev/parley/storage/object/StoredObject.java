package dev.parley.storage.object;

/// @param sizeBytes whole length
/// @param sha256 of the whole content, 64 lower-case hexadecimal digits
public record StoredObject(String key, long sizeBytes, String sha256) {}
