package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.auth.authz.AccessEvents;
import dev.parley.auth.store.AccountStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/// Accounts of programs.
public final class ServiceAccounts implements ServiceAccountsApi {
    private final AccountStore store;
    private final AccessEvents events;
    private final IdSource ids;
    private final InstantSource clock;

    ServiceAccounts(AccountStore store, AccessEvents events, IdSource ids, InstantSource clock) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Account create(Caller.User caller, NewServiceAccount asked) {
        caller.require(Permission.SERVICE_ACCOUNTS_ADMINISTER);
        UserName name = Accounts.userName(asked.userName());
        StoredAccount account = new StoredAccount(
                name.shown(),
                name.key(),
                Accounts.displayName(asked.displayName()),
                Set.of(Role.BOT),
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                null);
        UserId id = ids.userId();
        if (!store.addServiceAccount(caller.tenant(), id, account)) {
            throw Accounts.taken();
        }
        events.serviceAccountCreated(caller, id);
        return account.profile(id);
    }

    @Override
    public List<Account> all(Caller.User caller) {
        caller.require(Permission.SERVICE_ACCOUNTS_ADMINISTER);
        return store.serviceAccounts(caller.tenant()).stream()
                .flatMap(id -> store.account(caller.tenant(), id).map(account -> account.profile(id)).stream())
                .toList();
    }
}
