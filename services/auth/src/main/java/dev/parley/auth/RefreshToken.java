package dev.parley.auth;

import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;

/// A refresh token that was checked to be one of ours, good or used up.
///
/// @param text the token as the client holds it
/// @param key its 32 random bytes
record RefreshToken(TenantId tenant, SessionId session, Secret text, Secret key) {}
