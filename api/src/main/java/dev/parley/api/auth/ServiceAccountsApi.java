package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import java.util.List;

/// Accounts of programs (role `bot`): without a password, so that nobody signs in to them. They act by API tokens
/// ([ApiTokensApi]) and are closed like any account ([AccountAdministrationApi#deactivate]).
public interface ServiceAccountsApi {
    /// Opens one.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `user-name-taken` (409), `validation-failed`
    Account create(Caller.User caller, NewServiceAccount account);

    /// Those of the tenant, from the oldest, at most 1000.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`
    List<Account> all(Caller.User caller);

    /// @param userName and the rest as for a [Registration]
    record NewServiceAccount(String userName, String displayName) {}
}
