package dev.parley.api.auth;

/// @param displayName 1 to 80 characters, shown to others
public record ProfileChange(String displayName) {}
