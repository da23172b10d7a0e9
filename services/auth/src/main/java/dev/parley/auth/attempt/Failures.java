package dev.parley.auth.attempt;

import java.time.Instant;

/// Failed attempts of one kind, with those that are being judged right now.
///
/// @param last when the last of them began
/// @param expiresAt when all of them are forgotten
public record Failures(long count, Instant last, Instant expiresAt) {
    public static final Failures NONE = new Failures(0, Instant.EPOCH, Instant.EPOCH);

    /// One less: an attempt turned out to be right.
    public Failures withoutOne() {
        return new Failures(Math.max(0, count - 1), last, expiresAt);
    }
}
