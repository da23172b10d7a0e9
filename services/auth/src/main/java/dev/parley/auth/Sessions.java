package dev.parley.auth;

import dev.parley.api.auth.ActiveSession;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.SessionSignals;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.authz.ApiTokenExchange;
import dev.parley.auth.factor.Authentication;
import dev.parley.auth.key.SigningKeys;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.FactorStore;
import dev.parley.auth.store.SessionStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.signal.Signals;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sign-ins: from login to logout, expiry or revocation.
public final class Sessions implements SessionsApi {
    /// Where who is not signed in yet belongs.
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final int MAX_DEVICE = 80;
    /// Another change to the same session lost the race each time; that many in a row is no accident.
    private static final int MOST_TRIES = 16;
    /// Beyond the life of an access token: clocks differ, and a verifier allows for that.
    private static final Duration LISTING_MARGIN = Duration.ofMinutes(10);
    private static final String TOKEN_TYPE = "Bearer";

    private final AuthConfig.Lifetimes lifetimes;
    private final LoginCheck check;
    private final Stores stores;
    private final Minting minting;
    private final Outside outside;

    Sessions(AuthConfig.Lifetimes lifetimes, LoginCheck check, Stores stores, Minting minting, Outside outside) {
        this.lifetimes = lifetimes;
        this.check = check;
        this.stores = stores;
        this.minting = minting;
        this.outside = outside;
    }

    record Stores(AccountStore accounts, SessionStore sessions) {}

    record Minting(
            SigningKeys signingKeys,
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            IdSource ids,
            ApiTokenExchange apiTokens) {}

    record Outside(Signals signals, SecurityEvents events, Gate gate, InstantSource clock) {}

    /// Somebody who proved who they are.
    ///
    /// @param device as they call it, checked
    public record SignIn(TenantId tenant, UserId user, String device, ClientAddress from, Proof proof) {}

    /// By what somebody proved who they are.
    ///
    /// @param methods as in [Authentication]
    /// @param passwordOf since when the password that they proved was the account's: with another one meanwhile the
    ///     proof is none. Null where no password was proven
    public record Proof(List<String> methods, @Nullable Instant passwordOf) {
        public Proof {
            methods = List.copyOf(methods);
        }
    }

    /// What may ask for more than a password.
    public interface Gate {
        /// Returns when `signIn`, by password alone, may become a session.
        ///
        /// @throws ProblemException otherwise, with what is to be done
        void afterPassword(SignIn signIn);

        /// Whether a session that began like this may go on.
        boolean admits(Authentication authentication);
    }

    @Override
    public Tokens logIn(Login login) {
        return logIn(login, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Tokens logIn(Login login, ClientAddress from) {
        String device = device(login.device());
        LoginCheck.Passed passed = check.check(TENANT, login, from, device);
        SignIn signIn = new SignIn(
                TENANT,
                passed.user(),
                device,
                from,
                new Proof(List.of(Authentication.PASSWORD), passed.password().changedAt()));
        outside.gate().afterPassword(signIn);
        return start(signIn, passed.account());
    }

    /// The name of a device in the form that is kept.
    ///
    /// @throws ProblemException `validation-failed`
    public static String device(String typed) {
        return VisibleText.of(typed, MAX_DEVICE)
                .orElseThrow(() -> AuthProblems.invalid("device", "must have 1 to 80 visible characters"));
    }

    /// Starts a session.
    ///
    /// @throws ProblemException `invalid-credentials` when the account is gone
    public Tokens start(SignIn signIn) {
        StoredAccount account = stores.accounts()
                .account(signIn.tenant(), signIn.user())
                .filter(StoredAccount::isActive)
                .orElseThrow(() -> AuthProblems.INVALID_CREDENTIALS.because("there is no such account any more"));
        return start(signIn, account);
    }

    private Tokens start(SignIn signIn, StoredAccount account) {
        makeRoom(signIn.user());
        Instant now = now();
        SessionId id = minting.ids().sessionId();
        RefreshToken token = minting.refreshTokens().first(signIn.tenant(), id);
        Session session = Session.begin(signIn.user(), signIn.device(), RefreshTokens.hash(token), now, lifetimes)
                .usedFrom(signIn.from().text())
                .authenticated(new Authentication(signIn.proof().methods(), now));
        boolean alone = !session.authenticated().multiFactor();
        boolean added = stores.sessions()
                .add(
                        signIn.tenant(),
                        id,
                        session,
                        tx -> AccountStore.isUnchanged(
                                        tx,
                                        signIn.user(),
                                        account,
                                        signIn.proof().passwordOf())
                                && !(alone && FactorStore.hasAny(tx, signIn.user())));
        if (!added) {
            throw AuthProblems.INVALID_CREDENTIALS.because("the account was changed meanwhile; sign in again");
        }
        outside.events().loggedIn(signIn.tenant(), signIn.user(), id, signIn.from(), signIn.device());
        return tokens(token, session, account, now);
    }

    /// The session of a caller.
    ///
    /// @throws ProblemException `invalid-token` when it has ended
    public Session session(Caller.User caller) {
        return stores.sessions()
                .session(caller.tenant(), caller.session())
                .map(Versioned::value)
                .filter(session -> session.isActive(now()) && session.userId().equals(caller.user()))
                .orElseThrow(Sessions::ended);
    }

    /// Notes that a caller proved again who they are.
    ///
    /// @param methods what they proved
    /// @return a token that says so
    public AccessToken stepUp(Caller.User caller, List<String> methods) {
        StoredAccount account = stores.accounts()
                .account(caller.tenant(), caller.user())
                .filter(StoredAccount::isActive)
                .orElseThrow(Sessions::ended);
        for (int i = 0; i < MOST_TRIES; i++) {
            Instant now = now();
            Versioned<Session> stored = stores.sessions()
                    .session(caller.tenant(), caller.session())
                    .filter(found -> found.value().isActive(now))
                    .orElseThrow(Sessions::ended);
            Session raised =
                    stored.value().authenticated(stored.value().authenticated().with(methods, now));
            if (stores.sessions().replace(caller.tenant(), stored, raised)) {
                AccessTokens.Minted minted =
                        minting.accessTokens().mint(caller.tenant(), caller.session(), raised, account, now);
                return new AccessToken(minted.token(), TOKEN_TYPE, minted.expiresInSeconds());
            }
        }
        throw busy();
    }

    @Override
    public Tokens refresh(Secret refreshToken) {
        return refresh(refreshToken, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Tokens refresh(Secret refreshToken, ClientAddress from) {
        RefreshToken presented = minting.refreshTokens().read(refreshToken).orElseThrow(Sessions::invalidToken);
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Tokens> tokens = tryRefresh(presented, from);
            if (tokens.isPresent()) {
                return tokens.get();
            }
        }
        throw busy();
    }

    @Override
    public void logOut(Caller.User caller) {
        if (end(caller.tenant(), caller.session())) {
            outside.events().loggedOut(caller.tenant(), caller.user(), caller.session());
        }
    }

    /// The sessions of the caller that have not ended, from the oldest sign-in.
    List<ActiveSession> active(Caller.User caller) {
        Instant now = now();
        return stores.sessions().sessionsOf(caller.tenant(), caller.user()).stream()
                .filter(stored -> stored.value().isActive(now))
                .map(stored -> stored.value().shown(new SessionId(stored.id()), caller.session()))
                .toList();
    }

    /// Ends one of the caller's own.
    ///
    /// @throws ProblemException `not-found`, also for the sessions of others
    void endOne(Caller.User caller, SessionId id) {
        boolean own = stores.sessions()
                .session(caller.tenant(), id)
                .map(stored -> stored.value().userId().equals(caller.user()))
                .orElse(false);
        if (!own) {
            throw ProblemType.NOT_FOUND.because("there is no such session");
        }
        endFor(caller, caller.user(), id);
    }

    /// Ends all of the caller's but the present one.
    public void endOthers(Caller.User caller) {
        for (Versioned<Session> stored : stores.sessions().sessionsOf(caller.tenant(), caller.user())) {
            SessionId id = new SessionId(stored.id());
            if (!id.equals(caller.session())) {
                endFor(caller, caller.user(), id);
            }
        }
    }

    /// Ends all of a user's, and what their API tokens were exchanged for.
    public void endAll(Caller.User caller, UserId user) {
        for (Versioned<Session> stored : stores.sessions().sessionsOf(caller.tenant(), user)) {
            endFor(caller, user, new SessionId(stored.id()));
        }
        minting.apiTokens().renew(caller.tenant(), user);
    }

    private void endFor(Caller.User caller, UserId user, SessionId id) {
        if (end(caller.tenant(), id)) {
            outside.events().sessionRevoked(caller.tenant(), caller.user(), user, id);
        }
    }

    @Override
    public boolean isActive(TenantId tenant, SessionId session) {
        return stores.sessions()
                .session(tenant, session)
                .map(stored -> stored.value().isActive(now()))
                .orElseGet(() -> minting.apiTokens().isActive(tenant, session));
    }

    @Override
    public AccessToken exchange(Secret apiToken) {
        return minting.apiTokens().exchange(apiToken);
    }

    @Override
    public Revocations revocations(Instant since) {
        return stores.sessions().revocations(since);
    }

    @Override
    public String jsonWebKeySet() {
        return minting.signingKeys().jsonWebKeySet();
    }

    /// Empty when somebody else changed the session in between.
    private Optional<Tokens> tryRefresh(RefreshToken presented, ClientAddress from) {
        Versioned<Session> stored = stores.sessions()
                .session(presented.tenant(), presented.session())
                .orElseThrow(Sessions::invalidToken);
        Session session = stored.value();
        StoredAccount account = stores.accounts()
                .account(presented.tenant(), session.userId())
                .filter(StoredAccount::isActive)
                .orElseThrow(Sessions::invalidToken);
        Instant now = now();
        if (!outside.gate().admits(session.authenticated())) {
            // What a session needs has changed since it began.
            end(presented.tenant(), presented.session());
            throw invalidToken();
        }
        return switch (session.decide(RefreshTokens.hash(presented), now, lifetimes.grace())) {
            case Session.Decision.Rotate() -> {
                String salt = minting.refreshTokens().salt();
                RefreshToken next = minting.refreshTokens().successor(presented, salt);
                Session rotated = session.rotated(RefreshTokens.hash(next), salt, now, lifetimes)
                        .usedFrom(from.text());
                yield stores.sessions().replace(presented.tenant(), stored, rotated)
                        ? Optional.of(tokens(next, rotated, account, now))
                        : Optional.empty();
            }
            case Session.Decision.Repeat(String salt) ->
                Optional.of(tokens(minting.refreshTokens().successor(presented, salt), session, account, now));
            case Session.Decision.Refuse() -> throw invalidToken();
            case Session.Decision.Revoke() -> {
                if (end(presented.tenant(), presented.session())) {
                    outside.events()
                            .refreshTokenReused(presented.tenant(), session.userId(), presented.session(), from);
                }
                throw invalidToken();
            }
        };
    }

    /// Ends the session. First it is listed as revoked, then it is removed: when the second fails, its access
    /// tokens are refused all the same, and the caller, who gets no answer, tries again.
    ///
    /// @return whether it was active until now
    public boolean end(TenantId tenant, SessionId id) {
        for (int i = 0; i < MOST_TRIES; i++) {
            Optional<Versioned<Session>> stored = stores.sessions().session(tenant, id);
            Instant now = now();
            if (stored.isEmpty() || !stored.get().value().isActive(now)) {
                return false;
            }
            Instant lastToken = stored.get().value().lastToken(now, lifetimes);
            stores.sessions().revoke(id, now, lastToken.plus(LISTING_MARGIN));
            if (stores.sessions().remove(tenant, stored.get())) {
                outside.signals().publish(TenantId.DEFAULT, SessionSignals.REVOKED, SessionSignals.encode(id));
                return true;
            }
        }
        throw busy();
    }

    /// Ends the sessions longest unused of an account that has as many as it may have.
    private void makeRoom(UserId user) {
        List<Versioned<Session>> active = stores.sessions().sessionsOf(TENANT, user).stream()
                .sorted(Comparator.comparing(stored -> stored.value().refreshedAt()))
                .toList();
        int surplus = active.size() - lifetimes.maxPerAccount() + 1;
        for (int i = 0; i < surplus; i++) {
            SessionId unused = new SessionId(active.get(i).id());
            if (end(TENANT, unused)) {
                outside.events().sessionDisplaced(TENANT, user, unused);
            }
        }
    }

    private Tokens tokens(RefreshToken refreshToken, Session session, StoredAccount account, Instant now) {
        AccessTokens.Minted access =
                minting.accessTokens().mint(refreshToken.tenant(), refreshToken.session(), session, account, now);
        return new Tokens(
                access.token(),
                refreshToken.text(),
                TOKEN_TYPE,
                access.expiresInSeconds(),
                session.userId(),
                refreshToken.session());
    }

    /// In milliseconds, as times are kept.
    private Instant now() {
        return outside.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static ProblemException busy() {
        return ProblemType.UNAVAILABLE.because("the session is being changed by many at once");
    }

    private static ProblemException ended() {
        return ProblemType.INVALID_TOKEN.because("the session has ended");
    }

    private static ProblemException invalidToken() {
        return ProblemType.INVALID_TOKEN.because("the refresh token is not accepted");
    }
}
