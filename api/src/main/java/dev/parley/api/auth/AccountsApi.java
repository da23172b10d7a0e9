package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.UserId;

/// People and bots that can sign in.
public interface AccountsApi {
    /// Opens an account. The first account of a tenant becomes its owner.
    ///
    /// @throws dev.parley.core.problem.ProblemException `user-name-taken` (409), `weak-password` (400),
    ///     `proof-of-work-required` (403), `too-many-attempts` (429)
    Account register(Registration registration);

    /// Work to be done for a registration, where the installation asks for it.
    RegistrationChallenge registrationChallenge();

    /// The public profile of an account of the caller's tenant.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    Account account(Caller caller, UserId user);

    /// The account with this user name in the caller's tenant; letter case does not matter.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`
    Account accountByUserName(Caller caller, String userName);
}
