package dev.parley.storage.document;

/// A stored document.
///
/// @param version 1 after the insert, raised by 1 with each replace
public record Versioned<T>(String id, T value, long version) {}
