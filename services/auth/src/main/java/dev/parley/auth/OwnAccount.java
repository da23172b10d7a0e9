package dev.parley.auth;

import dev.parley.api.auth.ActiveSession;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.OwnAccountApi;
import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.Profile;
import dev.parley.api.auth.ProfileChange;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.password.Password;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.AccountStore.Change;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What people do with their own accounts.
public final class OwnAccount implements OwnAccountApi {
    /// What stands for the device where a password is asked for again.
    private static final String ASKED_AGAIN = "signed in";

    private final AccountStore store;
    private final LoginCheck check;
    private final NewPasswords passwords;
    private final Sessions sessions;
    private final SecurityEvents events;
    private final InstantSource clock;

    OwnAccount(LoginCheck check, NewPasswords passwords, Sessions sessions, Surroundings surroundings) {
        this.store = surroundings.accounts();
        this.check = check;
        this.passwords = passwords;
        this.sessions = sessions;
        this.events = surroundings.events();
        this.clock = surroundings.clock();
    }

    record Surroundings(AccountStore accounts, SecurityEvents events, InstantSource clock) {}

    @Override
    public Profile profile(Caller.User caller) {
        return profile(caller.user(), own(caller));
    }

    @Override
    public Profile changeProfile(Caller.User caller, ProfileChange change, long expectedVersion) {
        String displayName = Accounts.displayName(change.displayName());
        Versioned<StoredAccount> old = own(caller);
        if (old.version() != expectedVersion) {
            throw changed();
        }
        StoredAccount next = old.value().named(displayName);
        if (store.replace(caller.tenant(), old, next) != Change.DONE) {
            throw changed();
        }
        events.profileChanged(caller.tenant(), caller.user());
        return new Profile(next.profile(caller.user()), expectedVersion + 1);
    }

    @Override
    public void changePassword(Caller.User caller, PasswordChange change) {
        changePassword(caller, change, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    void changePassword(Caller.User caller, PasswordChange change, ClientAddress from) {
        StoredAccount account = own(caller).value();
        Password next = passwords.require("next", change.next(), account.nameKey());
        LoginCheck.Passed passed = proven(caller, account, change.current(), from);
        String hash = passwords.hash(next);
        if (!store.changePassword(caller.tenant(), passed.user(), passed.password(), hash, clock.instant())) {
            throw ProblemType.CONFLICT.because("the password was changed in the meantime");
        }
        events.passwordChanged(caller.tenant(), caller.user(), from);
        endOtherSessions(caller);
    }

    @Override
    public void deactivate(Caller.User caller, Secret password) {
        deactivate(caller, password, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    void deactivate(Caller.User caller, Secret password, ClientAddress from) {
        Versioned<StoredAccount> old = own(caller);
        proven(caller, old.value(), password, from);
        StoredAccount closed = old.value().deactivated(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        switch (store.replace(caller.tenant(), old, closed)) {
            case DONE -> {
                events.deactivated(caller.tenant(), caller.user(), caller.user());
                sessions.endAll(caller, caller.user());
            }
            case STALE -> throw ProblemType.CONFLICT.because("the account was changed in the meantime");
            case LAST_OWNER -> throw AuthProblems.lastOwner();
        }
    }

    @Override
    public List<ActiveSession> sessions(Caller.User caller) {
        return sessions.active(caller);
    }

    @Override
    public void endSession(Caller.User caller, SessionId session) {
        sessions.endOne(caller, session);
    }

    @Override
    public void endOtherSessions(Caller.User caller) {
        sessions.endOthers(caller);
    }

    /// The caller knows the password of the account.
    private LoginCheck.Passed proven(Caller.User caller, StoredAccount account, Secret password, ClientAddress from) {
        return check.check(caller.tenant(), new Login(account.userName(), password, ASKED_AGAIN), from, ASKED_AGAIN);
    }

    private Versioned<StoredAccount> own(Caller.User caller) {
        return store.stored(caller.tenant(), caller.user())
                .orElseThrow(() -> ProblemType.INVALID_TOKEN.because("there is no such account any more"));
    }

    private static Profile profile(UserId user, Versioned<StoredAccount> stored) {
        return new Profile(stored.value().profile(user), stored.version());
    }

    private static ProblemException changed() {
        return ProblemType.PRECONDITION_FAILED.because("read the profile again; it was changed in the meantime");
    }
}
