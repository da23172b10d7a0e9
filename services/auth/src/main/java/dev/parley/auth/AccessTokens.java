package dev.parley.auth;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.auth.authz.Entitlements;
import dev.parley.auth.key.SigningKeys;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Mints access tokens by [AccessTokenProfile].
public final class AccessTokens {
    private static final String JTI_PREFIX = "tok";
    private static final String TOKEN_TYPE = "Bearer";

    private final SigningKeys keys;
    private final IdSource ids;
    private final Duration life;
    private final Entitlements entitlements;

    AccessTokens(SigningKeys keys, IdSource ids, Duration life, Entitlements entitlements) {
        this.keys = keys;
        this.ids = ids;
        this.life = life;
        this.entitlements = entitlements;
    }

    /// @param expiresInSeconds from `now`
    record Minted(Secret token, long expiresInSeconds) {}

    /// Who holds a token that was given for less than a sign-in.
    public record Bearer(TenantId tenant, UserId user, SessionId session, Rights rights) {}

    /// A token that lives for the configured time, and not longer than its session. What the account may is worked
    /// out here: the session must stand in the store by now, or a role that is lost meanwhile would stay in its
    /// token.
    Minted mint(TenantId tenant, SessionId id, Session session, StoredAccount account, Instant now) {
        Rights rights = entitlements.of(tenant, session.userId(), account);
        Map<String, Object> claims = claims(new Bearer(tenant, session.userId(), id, rights), account.roles());
        claims.put("amr", session.authenticated().amr());
        claims.put("acr", session.authenticated().acr());
        claims.put("auth_time", session.authenticated().at().getEpochSecond());
        return sign(claims, now, earlier(now.plus(life), session.lastsUntil()));
    }

    /// A token that lives for the configured time, and not longer than what stands behind it.
    public AccessToken mint(Bearer bearer, Instant lastsUntil, Instant now) {
        return mint(bearer, lastsUntil, now, now.plus(life));
    }

    /// A token that lives until the earlier of two times.
    ///
    /// @param until at most [AccessTokenProfile#MAX_LIFE] from now
    public AccessToken mint(Bearer bearer, Instant lastsUntil, Instant now, Instant until) {
        Minted minted = sign(claims(bearer, Set.of()), now, earlier(until, lastsUntil));
        return new AccessToken(minted.token(), TOKEN_TYPE, minted.expiresInSeconds());
    }

    private static Map<String, Object> claims(Bearer bearer, Set<Role> roles) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", AccessTokenProfile.ISSUER);
        claims.put("aud", AccessTokenProfile.AUDIENCE);
        claims.put("sub", bearer.user());
        claims.put(AccessTokenProfile.TENANT_CLAIM, bearer.tenant());
        claims.put(AccessTokenProfile.SESSION_CLAIM, bearer.session());
        AccessTokenProfile.say(claims, roles, bearer.rights());
        return claims;
    }

    private Minted sign(Map<String, Object> claims, Instant now, Instant end) {
        claims.put("iat", now.getEpochSecond());
        claims.put("exp", end.getEpochSecond());
        claims.put("jti", ids.next(JTI_PREFIX));
        String token = keys.sign(AccessTokenProfile.TYPE, Json.text(claims));
        return new Minted(Secret.of(token), end.getEpochSecond() - now.getEpochSecond());
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
