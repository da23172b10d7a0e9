package dev.parley.api.auth;

/// One's own account, as it stands in some version.
///
/// @param version rises with each change; over HTTP the `ETag`
public record Profile(Account account, long version) {}
