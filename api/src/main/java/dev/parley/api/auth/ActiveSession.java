package dev.parley.api.auth;

import dev.parley.core.id.SessionId;
import java.time.Instant;

/// A sign-in that has not ended, as its owner sees it.
///
/// @param device what the person called the device
/// @param lastAddress the network address of the last sign-in or refresh; empty when it is not known
/// @param lastUsedAt the last sign-in or refresh, so at most the life of an access token before its last use
/// @param expiresAt when it ends if it is not used until then
/// @param current whether the asking session is this one
public record ActiveSession(
        SessionId id,
        String device,
        String lastAddress,
        Instant createdAt,
        Instant lastUsedAt,
        Instant expiresAt,
        boolean current) {}
