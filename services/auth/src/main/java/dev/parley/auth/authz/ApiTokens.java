package dev.parley.auth.authz;

import dev.parley.api.auth.ApiTokensApi;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.StoredAccount;
import dev.parley.auth.VisibleText;
import dev.parley.auth.factor.Factors;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.ApiTokenStore;
import dev.parley.client.token.ApiTokenText;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// API tokens, as people and administrators make and end them.
public final class ApiTokens implements ApiTokensApi {
    private static final Duration LONGEST_LIFE = Duration.ofDays(366);
    private static final int MAX_TOKENS = 50;
    private static final int MAX_NAME = 80;
    private static final String ID_PREFIX = "pat";

    private final Stores stores;
    private final Entitlements entitlements;
    private final ApiTokenExchange exchange;
    private final Factors factors;
    private final Sources sources;

    public ApiTokens(
            Stores stores, Entitlements entitlements, ApiTokenExchange exchange, Factors factors, Sources sources) {
        this.stores = stores;
        this.entitlements = entitlements;
        this.exchange = exchange;
        this.factors = factors;
        this.sources = sources;
    }

    public record Stores(AccountStore accounts, ApiTokenStore tokens) {}

    /// Where ids, time and randomness come from, and where events go.
    public record Sources(IdSource ids, InstantSource clock, SecureRandom random, AccessEvents events) {}

    @Override
    public CreatedApiToken create(Caller.User caller, UserId owner, NewApiToken asked) {
        boolean own = caller.user().equals(owner);
        caller.require(own ? Permission.TOKENS_OWN : Permission.SERVICE_ACCOUNTS_ADMINISTER);
        StoredAccount account = account(caller, owner);
        if (!own && !account.roles().contains(Role.BOT)) {
            throw ProblemType.FORBIDDEN.because("tokens are made for oneself and for service accounts");
        }
        factors.requireRecent(caller);
        Instant now = sources.clock().instant().truncatedTo(ChronoUnit.MILLIS);
        String name = checked(asked, now);
        requireScopes(caller, entitlements.of(caller.tenant(), owner, account).permissions(), asked.scopes());
        Secret secret = ApiTokenText.make(sources.random());
        StoredApiToken token = new StoredApiToken(
                owner,
                name,
                asked.scopes(),
                ApiTokenExchange.hash(secret),
                sources.ids().sessionId(),
                now,
                asked.expiresAt().truncatedTo(ChronoUnit.MILLIS),
                null);
        String id = sources.ids().next(ID_PREFIX);
        if (!stores.tokens().add(caller.tenant(), id, token, MAX_TOKENS)) {
            throw AuthProblems.TOO_MANY_TOKENS.because("revoke one first; " + MAX_TOKENS + " are the most");
        }
        sources.events().tokenCreated(caller, owner, id, asked.scopes());
        return new CreatedApiToken(token.shown(id), secret);
    }

    @Override
    public List<ApiToken> tokens(Caller.User caller, UserId owner) {
        requireMayManage(caller, owner);
        Instant now = sources.clock().instant();
        return stores.tokens().ofUser(caller.tenant(), owner).stream()
                .filter(token -> token.value().isGood(now))
                .map(token -> token.value().shown(token.id()))
                .toList();
    }

    @Override
    public void revoke(Caller.User caller, UserId owner, String tokenId) {
        requireMayManage(caller, owner);
        Versioned<StoredApiToken> token = stores.tokens()
                .token(caller.tenant(), tokenId)
                .filter(found -> found.value().userId().equals(owner))
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("there is no such token"));
        exchange.end(caller.tenant(), token);
        sources.events().tokenRevoked(caller, owner, tokenId);
    }

    private void requireMayManage(Caller.User caller, UserId owner) {
        if (caller.user().equals(owner)) {
            caller.require(Permission.TOKENS_OWN);
            return;
        }
        Authority.requireAny(caller);
        StoredAccount account = account(caller, owner);
        Authority.requireOver(
                caller, entitlements.of(caller.tenant(), owner, account).permissions());
    }

    private static void requireScopes(Caller.User caller, Set<Permission> ofOwner, Set<Permission> scopes) {
        if (!scopes.stream().allMatch(Permission::inApiTokens)) {
            throw ProblemType.FORBIDDEN.because("a scope is among them that no API token has");
        }
        Authority.requireHas(caller, scopes);
        if (!ofOwner.containsAll(scopes)) {
            throw ProblemType.FORBIDDEN.because("a scope is among them that the owner has not");
        }
    }

    private static String checked(NewApiToken asked, Instant now) {
        if (asked.scopes().isEmpty()) {
            throw AuthProblems.invalid("scopes", "must name one at least");
        }
        if (!asked.expiresAt().isAfter(now) || asked.expiresAt().isAfter(now.plus(LONGEST_LIFE))) {
            throw AuthProblems.invalid("expiresAt", "must be within a year from now");
        }
        return VisibleText.of(asked.name(), MAX_NAME)
                .orElseThrow(() -> AuthProblems.invalid("name", "must have 1 to 80 visible characters"));
    }

    private StoredAccount account(Caller.User caller, UserId owner) {
        return stores.accounts().account(caller.tenant(), owner).orElseThrow(ApiTokens::unknown);
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such account");
    }
}
