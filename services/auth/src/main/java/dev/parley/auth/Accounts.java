package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.password.CommonPasswords;
import dev.parley.auth.password.Password;
import dev.parley.auth.password.Password.Fault;
import dev.parley.auth.password.PasswordHashing;
import dev.parley.auth.store.AccountStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
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
    private final PasswordHashing hashing;
    private final SecurityEvents events;
    private final IdSource ids;
    private final InstantSource clock;
    private final CommonPasswords common = CommonPasswords.bundled();

    Accounts(AccountStore store, PasswordHashing hashing, SecurityEvents events, IdSource ids, InstantSource clock) {
        this.store = store;
        this.hashing = hashing;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Account register(Registration registration) {
        return register(registration, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Account register(Registration registration, ClientAddress from) {
        UserName name = UserName.parse(registration.userName())
                .orElseThrow(() -> AuthProblems.invalid(
                        "userName",
                        "must have 3 to 32 letters, digits, '.', '_' or '-', and begin with one of the first two"));
        String displayName = VisibleText.of(registration.displayName(), MAX_DISPLAY_NAME)
                .orElseThrow(() -> AuthProblems.invalid("displayName", "must have 1 to 80 visible characters"));
        Password password = Password.of(registration.password());
        password.fault(name.key(), common).ifPresent(fault -> {
            throw refusal(fault);
        });
        // Looked up before the costly hash; what decides is the unique index.
        if (store.accountByName(TENANT, name.key()).isPresent()) {
            throw taken();
        }
        String hash;
        try (PasswordHashing.Place place = hashing.enter()) {
            hash = place.hash(password).text();
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        UserId id = ids.userId();
        StoredAccount account = new StoredAccount(name.shown(), name.key(), displayName, Set.of(Role.MEMBER), now);
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

    private static ProblemException refusal(Fault fault) {
        return switch (fault) {
            case Fault.Malformed malformed -> AuthProblems.invalid("password", malformed.detail());
            case Fault.Weak weak -> AuthProblems.WEAK_PASSWORD.because(weak.detail());
        };
    }

    private static ProblemException taken() {
        return AuthProblems.USER_NAME_TAKEN.because("choose another user name");
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such account");
    }
}
