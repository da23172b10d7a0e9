package dev.parley.messaging;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.cache.Caches;
import java.time.Duration;
import java.util.Optional;

/// Who exists, as auth knows it. An account that was found is believed in for five minutes; one that was not is
/// asked for again.
public final class People {
    private final AccountsApi accounts;
    private final Cache<Account> known;

    public People(AccountsApi accounts, Caches caches) {
        this.accounts = accounts;
        this.known = caches.open(new CacheSpec<>("messaging-accounts", Account.class, 50_000, Duration.ofMinutes(5)));
    }

    /// @throws ProblemException `unknown-user` when the caller's tenant has no such account
    void require(Caller.User caller, UserId user) {
        if (known.get(caller.tenant(), user.value(), () -> account(caller, user))
                .isEmpty()) {
            throw MessagingProblems.UNKNOWN_USER.because("there is no user " + user);
        }
    }

    private Optional<Account> account(Caller.User caller, UserId user) {
        try {
            return Optional.of(accounts.account(caller, user));
        } catch (ProblemException e) {
            if (e.type().code().equals(ProblemType.NOT_FOUND.code())) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
