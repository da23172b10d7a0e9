package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountAdministrationApi;
import dev.parley.auth.authz.Authority;
import dev.parley.auth.authz.Entitlements;
import dev.parley.auth.store.AccountStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.document.Versioned;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// What owners and administrators do with the accounts of others.
public final class AccountAdministration implements AccountAdministrationApi {
    /// Another change to the same account was faster each time; that many in a row is no accident.
    private static final int MOST_TRIES = 16;

    private final AccountStore store;
    private final Sessions sessions;
    private final SecurityEvents events;
    private final InstantSource clock;
    private final Entitlements entitlements;

    AccountAdministration(
            AccountStore store,
            Sessions sessions,
            SecurityEvents events,
            InstantSource clock,
            Entitlements entitlements) {
        this.entitlements = entitlements;
        this.store = store;
        this.sessions = sessions;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Account changeRoles(Caller.User caller, UserId user, Set<Role> roles) {
        Authority.requireAny(caller);
        if (roles.isEmpty()) {
            throw AuthProblems.invalid("roles", "must name one at least");
        }
        Changed changed = change(
                caller,
                user,
                account -> requireMayChange(caller, user, account, roles),
                account -> account.with(roles));
        if (!changed.before.roles().equals(roles)) {
            events.rolesChanged(caller.tenant(), caller.user(), user, roles);
        }
        if (!roles.containsAll(changed.before.roles())) {
            sessions.endAll(caller, user);
        }
        return changed.after.profile(user);
    }

    @Override
    public void deactivate(Caller.User caller, UserId user) {
        Changed changed = change(
                caller,
                user,
                account -> requireOver(caller, user, account),
                account -> account.isActive()
                        ? account.deactivated(clock.instant().truncatedTo(ChronoUnit.MILLIS))
                        : account);
        if (changed.before.isActive()) {
            events.deactivated(caller.tenant(), caller.user(), user);
        }
        // Also when it was closed already: the one who closed it may have been stopped before this.
        sessions.endAll(caller, user);
    }

    @Override
    public void reactivate(Caller.User caller, UserId user) {
        Changed changed =
                change(caller, user, account -> requireOver(caller, user, account), StoredAccount::reactivated);
        if (!changed.before.isActive()) {
            events.reactivated(caller.tenant(), caller.user(), user);
        }
    }

    @Override
    public void endSessions(Caller.User caller, UserId user) {
        Authority.requireAny(caller);
        requireOver(caller, user, stored(caller, user).value());
        sessions.endAll(caller, user);
    }

    private void requireOver(Caller.User caller, UserId user, StoredAccount account) {
        Authority.requireOver(
                caller, entitlements.of(caller.tenant(), user, account).permissions());
    }

    private void requireMayChange(Caller.User caller, UserId user, StoredAccount account, Set<Role> roles) {
        requireOver(caller, user, account);
        Authority.requireOver(caller, Role.permissionsOf(roles));
        Set<Role> bot = Set.of(Role.BOT);
        boolean ofProgram = account.roles().equals(bot);
        if (ofProgram ? !roles.equals(bot) : roles.contains(Role.BOT)) {
            throw AuthProblems.invalid("roles", "bot is the role of service accounts, and the only one that they have");
        }
    }

    private record Changed(StoredAccount before, StoredAccount after) {}

    /// @param permitted throws when it is not
    private Changed change(
            Caller.User caller, UserId user, Consumer<StoredAccount> permitted, UnaryOperator<StoredAccount> change) {
        Authority.requireAny(caller);
        for (int i = 0; i < MOST_TRIES; i++) {
            Versioned<StoredAccount> old = stored(caller, user);
            permitted.accept(old.value());
            StoredAccount next = change.apply(old.value());
            if (next.equals(old.value())) {
                return new Changed(old.value(), next);
            }
            switch (store.replace(caller.tenant(), old, next)) {
                case DONE -> {
                    return new Changed(old.value(), next);
                }
                case STALE -> {} // Again, with what it is now.
                case LAST_OWNER -> throw AuthProblems.lastOwner();
            }
        }
        throw ProblemType.UNAVAILABLE.because("the account is being changed by many at once");
    }

    private Versioned<StoredAccount> stored(Caller.User caller, UserId user) {
        return store.stored(caller.tenant(), user)
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("there is no such account"));
    }
}
