package dev.parley.api.auth;

import dev.parley.core.id.SessionId;
import java.time.Instant;
import java.util.List;

/// @param next the `since` of the next question. It lies a few seconds before the newest revocation known, so that
///     a revocation committed late by another node is not missed; answers therefore overlap
/// @param more whether the list was cut and the next question should follow at once
public record Revocations(List<Revocation> revocations, Instant next, boolean more) {
    public Revocations {
        revocations = List.copyOf(revocations);
    }

    public record Revocation(SessionId sessionId, Instant revokedAt) {}
}
