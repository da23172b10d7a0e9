package dev.parley.auth.store;

import java.time.Instant;

/// A password as it is kept.
///
/// @param hash in PHC form
/// @param changedAt when its owner chose it. A better hash of the same password leaves this as it is
public record StoredPassword(String hash, Instant changedAt) {}
