package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import java.util.Set;

/// What owners and administrators do with the accounts of others.
///
/// An administrator has no power over owners and compliance officers: neither makes nor unmakes one, nor closes
/// their accounts.
public interface AccountAdministrationApi {
    /// Gives an account exactly these roles. Who loses one is signed out everywhere, so that no token goes on
    /// saying otherwise.
    ///
    /// @param roles at least one
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `forbidden`, `last-owner` (409)
    Account changeRoles(Caller.User caller, UserId user, Set<Role> roles);

    /// Closes an account to sign-ins and ends all its sessions. Nothing happens when it is closed already.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `forbidden`, `last-owner` (409)
    void deactivate(Caller.User caller, UserId user);

    /// Opens a closed account again, with the password that it had.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `forbidden`
    void reactivate(Caller.User caller, UserId user);

    /// Ends all sessions of an account.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `forbidden`
    void endSessions(Caller.User caller, UserId user);
}
