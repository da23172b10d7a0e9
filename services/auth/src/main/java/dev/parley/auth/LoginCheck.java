package dev.parley.auth;

import dev.parley.api.auth.Login;
import dev.parley.auth.SecurityEvents.Refusal;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.attempt.LoginAttempts;
import dev.parley.auth.attempt.StuffingWatch;
import dev.parley.auth.factor.FactorEvents;
import dev.parley.auth.password.Password;
import dev.parley.auth.password.PasswordHash;
import dev.parley.auth.password.PasswordHashing;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.StoredPassword;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.text.Normalizer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/// Whether a user name and a password belong together.
///
/// Every step is taken for every user name, whether there is such an account or not: the count of attempts, the
/// two look-ups, the one hash, the event, the same answer.
final class LoginCheck {
    /// The id that is looked up when there is no account. No account has it.
    private static final String NOBODY = "nobody";

    private final AccountStore accounts;
    private final LoginAttempts attempts;
    private final StuffingWatch stuffing;
    private final PasswordHashing hashing;
    private final SecurityEvents events;
    private final InstantSource clock;

    LoginCheck(
            AccountStore accounts,
            Watching watching,
            PasswordHashing hashing,
            SecurityEvents events,
            InstantSource clock) {
        this.accounts = accounts;
        this.attempts = watching.attempts();
        this.stuffing = watching.stuffing();
        this.hashing = hashing;
        this.events = events;
        this.clock = clock;
    }

    record Watching(LoginAttempts attempts, StuffingWatch stuffing) {}

    /// They do.
    ///
    /// @param password what was verified, of whatever version it is meanwhile
    record Passed(UserId user, StoredAccount account, StoredPassword password) {}

    /// @throws ProblemException `invalid-credentials`, `too-many-attempts`; `unavailable` when too many sign in
    ///     at once
    Passed check(TenantId tenant, Login login, ClientAddress from, String device) {
        String typedName = folded(login.userName());
        Password password = Password.of(login.password());
        try (PasswordHashing.Place place = hashing.enter()) {
            Duration wait = attempts.begin(tenant, typedName, from, clock.instant());
            Optional<Versioned<StoredAccount>> account =
                    UserName.parse(login.userName()).flatMap(name -> accounts.accountByName(tenant, name.key()));
            Optional<UserId> user = account.map(found -> new UserId(found.id()));
            if (!wait.isZero()) {
                events.loginRefused(tenant, Refusal.TOO_MANY_ATTEMPTS, user, from, device);
                throw AuthProblems.tooManyAttempts(wait);
            }
            Optional<Versioned<StoredPassword>> stored =
                    accounts.password(tenant, account.map(Versioned::id).orElse(NOBODY));
            Optional<PasswordHash> hash =
                    stored.map(found -> PasswordHash.parse(found.value().hash()));
            boolean right = place.verify(password, hash);
            if (!right || account.isEmpty() || !account.get().value().isActive()) {
                events.loginRefused(tenant, Refusal.WRONG_CREDENTIALS, user, from, device);
                stuffing.failed(typedName, from).forEach(signal -> events.stuffingSeen(tenant, signal, from));
                throw AuthProblems.INVALID_CREDENTIALS.because("check both and try again");
            }
            if (hashing.isOutdated(hash.get())) {
                accounts.replaceHash(tenant, stored.get(), place.hash(password).text());
            }
            attempts.succeeded(tenant, typedName, from, clock.instant());
            return new Passed(
                    new UserId(account.get().id()),
                    account.get().value(),
                    stored.get().value());
        }
    }

    /// Whether a password is that of an account whose owner is signed in already. Counted as a sign-in is.
    ///
    /// @throws ProblemException as [#check]
    void recheck(FactorEvents.Subject subject, Secret password) {
        StoredAccount account = accounts.account(subject.tenant(), subject.user())
                .orElseThrow(() -> AuthProblems.INVALID_CREDENTIALS.because("there is no such account any more"));
        Login login = new Login(account.userName(), password, subject.device());
        check(subject.tenant(), login, subject.from(), subject.device());
    }

    /// What attempts are counted under: every way to type one user name gives the same.
    private static String folded(String typed) {
        if (typed.isEmpty() || typed.length() > UserName.MAX_TYPED) {
            throw AuthProblems.invalid("userName", "must have 1 to " + UserName.MAX_TYPED + " characters");
        }
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
    }
}
