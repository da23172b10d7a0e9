package dev.parley.auth;

import dev.parley.auth.key.SigningKeys;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Mints access tokens by [AccessTokenProfile].
final class AccessTokens {
    private static final String JTI_PREFIX = "tok";

    private final SigningKeys keys;
    private final IdSource ids;
    private final Duration life;

    AccessTokens(SigningKeys keys, IdSource ids, Duration life) {
        this.keys = keys;
        this.ids = ids;
        this.life = life;
    }

    /// @param expiresInSeconds from `now`
    record Minted(Secret token, long expiresInSeconds) {}

    /// A token that lives for the configured time, and not longer than its session.
    Minted mint(TenantId tenant, SessionId id, Session session, StoredAccount account, Instant now) {
        Instant full = now.plus(life);
        Instant end = full.isBefore(session.lastsUntil()) ? full : session.lastsUntil();
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", AccessTokenProfile.ISSUER);
        claims.put("aud", AccessTokenProfile.AUDIENCE);
        claims.put("sub", session.userId());
        claims.put(AccessTokenProfile.TENANT_CLAIM, tenant);
        claims.put(AccessTokenProfile.SESSION_CLAIM, id);
        claims.put(AccessTokenProfile.ROLES_CLAIM, account.roles());
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", end.getEpochSecond());
        claims.put("amr", session.authenticated().amr());
        claims.put("acr", session.authenticated().acr());
        claims.put("auth_time", session.authenticated().at().getEpochSecond());
        claims.put("jti", ids.next(JTI_PREFIX));
        String token = keys.sign(AccessTokenProfile.TYPE, Json.text(claims));
        return new Minted(Secret.of(token), end.getEpochSecond() - now.getEpochSecond());
    }
}
