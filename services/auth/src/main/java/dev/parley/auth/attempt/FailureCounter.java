package dev.parley.auth.attempt;

/// Something that failed attempts are counted for.
///
/// @param sparesKnownAddress whether it holds only for addresses that the owner has not used before
/// @param clearedBySuccess whether a success clears it; otherwise it takes back only the one attempt
public record FailureCounter(String id, Backoff backoff, boolean sparesKnownAddress, boolean clearedBySuccess) {}
