package dev.parley.auth.factor;

import dev.parley.core.id.UserId;
import java.time.Instant;

/// An authenticator app that somebody has begun to add: no factor yet, until its first code came.
///
/// @param sealedSecret sealed with the id that the factor will have
public record PendingTotp(UserId userId, String sealedSecret, Instant expiresAt) {}
