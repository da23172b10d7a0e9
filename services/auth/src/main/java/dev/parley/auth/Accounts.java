package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.attempt.ProofOfWork;
import dev.parley.auth.attempt.Throttle;
import dev.parley.auth.password.Password;
import dev.parley.auth.store.AccountStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;

/// People and bots that can sign in.
public final class Accounts implements AccountsApi {
    private static final int MAX_DISPLAY_NAME = 80;
    /// Where who is not signed in yet belongs.
    private static final TenantId TENANT = TenantId.DEFAULT;

    private final AccountStore store;
    private final NewPasswords passwords;
    private final Door door;
    private final SecurityEvents events;
    private final IdSource ids;
    private final InstantSource clock;

    Accounts(AccountStore store, NewPasswords passwords, Door door, Sources sources) {
        this.store = store;
        this.passwords = passwords;
        this.door = door;
        this.events = sources.events();
        this.ids = sources.ids();
        this.clock = sources.clock();
    }

    /// What stands before a registration.
    record Door(ProofOfWork work, Throttle throttle) {}

    /// Where ids and time come from, and where events go.
    record Sources(SecurityEvents events, IdSource ids, InstantSource clock) {}

    @Override
    public RegistrationChallenge registrationChallenge() {
        return door.work().challenge();
    }

    @Override
    public Account register(Registration registration) {
        return register(registration, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Account register(Registration registration, ClientAddress from) {
        // From the cheapest to the dearest.
        door.work().require(TENANT, registration.proof());
        Duration wait = door.throttle().begin(TENANT, from);
        if (!wait.isZero()) {
            events.limitExceeded(TENANT, "registrations", from);
            throw AuthProblems.tooManyAttempts(wait);
        }
        UserName name = userName(registration.userName());
        String displayName = displayName(registration.displayName());
        Password password = passwords.require("password", registration.password(), name.key());
        // Looked up before the costly hash; what decides is the unique index.
        if (store.accountByName(TENANT, name.key()).isPresent()) {
            throw taken();
        }
        String hash = passwords.hash(password);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UserId id = ids.userId();
        StoredAccount account =
                new StoredAccount(name.shown(), name.key(), displayName, Set.of(Role.MEMBER), now, null);
        StoredAccount stored = store.add(TENANT, id, account, hash).orElseThrow(Accounts::taken);
        events.registered(TENANT, id, from);
        return stored.profile(id);
    }

    @Override
    public Account account(Caller caller, UserId user) {
        requireKnown(caller);
        return store.account(caller.tenant(), user)
                .map(account -> account.profile(user))
                .orElseThrow(Accounts::unknown);
    }

    @Override
    public Account accountByUserName(Caller caller, String userName) {
        requireKnown(caller);
        return UserName.parse(userName)
                .flatMap(name -> store.accountByName(caller.tenant(), name.key()))
                .map(stored -> stored.value().profile(new UserId(stored.id())))
                .orElseThrow(Accounts::unknown);
    }

    private static void requireKnown(Caller caller) {
        if (caller instanceof Caller.Anonymous) {
            throw ProblemType.UNAUTHENTICATED.because("sign in to see accounts");
        }
    }

    /// @throws ProblemException `validation-failed`
    static UserName userName(String typed) {
        return UserName.parse(typed)
                .orElseThrow(() -> AuthProblems.invalid(
                        "userName",
                        "must have 3 to 32 letters, digits, '.', '_' or '-', and begin with one of the first two"));
    }

    /// @throws ProblemException `validation-failed` when nobody should be shown it
    static String displayName(String typed) {
        return VisibleText.of(typed, MAX_DISPLAY_NAME)
                .orElseThrow(() -> AuthProblems.invalid("displayName", "must have 1 to 80 visible characters"));
    }

    static ProblemException taken() {
        return AuthProblems.USER_NAME_TAKEN.because("choose another user name");
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such account");
    }
}
