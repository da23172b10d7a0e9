package dev.parley.messaging;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands for auth: knows the users that it was told of.
final class KnownAccounts implements AccountsApi {
    private final Map<UserId, Account> accounts = new ConcurrentHashMap<>();

    void add(UserId user) {
        accounts.put(user, new Account(user, user.value(), user.value(), Set.of(Role.MEMBER), Instant.EPOCH));
    }

    @Override
    public Account register(Registration registration) {
        throw new UnsupportedOperationException("messaging registers nobody");
    }

    @Override
    public RegistrationChallenge registrationChallenge() {
        throw new UnsupportedOperationException("nobody registers here");
    }

    @Override
    public Account account(Caller caller, UserId user) {
        Account account = accounts.get(user);
        if (account == null) {
            throw ProblemType.NOT_FOUND.because("there is no such account");
        }
        return account;
    }

    @Override
    public Account accountByUserName(Caller caller, String userName) {
        throw new UnsupportedOperationException("messaging asks by id");
    }
}
