package dev.parley.auth.authz;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.SessionSignals;
import dev.parley.auth.AccessTokens;
import dev.parley.auth.StoredAccount;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.ApiTokenStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.client.token.AccessTokenProfile;
import dev.parley.client.token.ApiTokenText;
import dev.parley.core.caller.Rights;
import dev.parley.core.hash.Sha256;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// What API tokens are worth: access tokens of some minutes, each under a session id that can be revoked like any.
///
/// An API token has one such id at a time. It is listed as revoked and replaced when the owner loses something, and
/// listed for good when the API token is revoked; the token is looked up before the rights are worked out, so that
/// whoever is late mints under an id that is revoked already.
public final class ApiTokenExchange {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final Duration LISTED = AccessTokenProfile.MAX_LIFE.plus(Duration.ofMinutes(10));
    private static final int MOST_TRIES = 16;

    private final Stores stores;
    private final Entitlements entitlements;
    private final AccessTokens accessTokens;
    private final Signals signals;
    private final CustomRoles.Sources sources;

    public ApiTokenExchange(
            Stores stores,
            Entitlements entitlements,
            AccessTokens accessTokens,
            Signals signals,
            CustomRoles.Sources sources) {
        this.stores = stores;
        this.entitlements = entitlements;
        this.accessTokens = accessTokens;
        this.signals = signals;
        this.sources = sources;
    }

    public record Stores(AccountStore accounts, ApiTokenStore tokens, SessionStore sessions) {}

    /// @throws ProblemException `invalid-token`, whatever is wrong
    public AccessToken exchange(Secret apiToken) {
        String text = new String(apiToken.reveal(), StandardCharsets.UTF_8);
        if (!ApiTokenText.isWhole(text)) {
            throw refused();
        }
        Instant now = clock().instant();
        Versioned<StoredApiToken> stored = stores.tokens()
                .byHash(TENANT, hash(apiToken))
                .filter(found -> found.value().isGood(now))
                .orElseThrow(ApiTokenExchange::refused);
        StoredApiToken token = stored.value();
        StoredAccount owner = stores.accounts()
                .account(TENANT, token.userId())
                .filter(StoredAccount::isActive)
                .orElseThrow(ApiTokenExchange::refused);
        if (token.isUsedAnew(now)) {
            // Whoever was faster wrote the same hour.
            stores.tokens().replace(TENANT, stored, token.used(now));
        }
        Rights rights = entitlements.of(TENANT, token.userId(), owner).limitedTo(token.scopes());
        return accessTokens.mint(
                new AccessTokens.Bearer(TENANT, token.userId(), token.sessionId(), rights), token.expiresAt(), now);
    }

    /// Whether it is the present session id of a good API token.
    public boolean isActive(TenantId tenant, SessionId session) {
        return stores.tokens()
                .bySession(tenant, session)
                .map(token -> token.value().isGood(clock().instant()))
                .orElse(false);
    }

    /// Makes what was given for the API tokens of a user invalid, so that their rights are worked out anew.
    public void renew(TenantId tenant, UserId user) {
        for (Versioned<StoredApiToken> token : stores.tokens().ofUser(tenant, user)) {
            renew(tenant, token.id());
        }
    }

    private void renew(TenantId tenant, String id) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Versioned<StoredApiToken> token = stores.tokens().token(tenant, id).orElse(null);
            if (token == null) {
                return;
            }
            revoke(token.value().sessionId());
            if (stores.tokens()
                    .replace(tenant, token, token.value().with(sources.ids().sessionId()))) {
                return;
            }
        }
        throw ProblemType.UNAVAILABLE.because("the API token is being changed by many at once");
    }

    /// Ends a token. First it is listed as revoked, then it is removed: when the second fails, the caller, who gets
    /// no answer, tries again.
    void end(TenantId tenant, Versioned<StoredApiToken> token) {
        revoke(token.value().sessionId());
        stores.tokens().remove(tenant, token.id());
    }

    private void revoke(SessionId session) {
        Instant now = clock().instant();
        stores.sessions().revoke(session, now, now.plus(LISTED));
        signals.publish(TenantId.DEFAULT, SessionSignals.REVOKED, SessionSignals.encode(session));
    }

    /// SHA-256, base64url.
    static String hash(Secret apiToken) {
        return Sha256.base64Url(apiToken.reveal());
    }

    private InstantSource clock() {
        return sources.clock();
    }

    private static ProblemException refused() {
        return ProblemType.INVALID_TOKEN.because("the API token is not accepted");
    }
}
