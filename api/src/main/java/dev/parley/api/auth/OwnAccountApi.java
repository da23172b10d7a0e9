package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.secret.Secret;
import java.util.List;

/// What people do with their own accounts.
///
/// A password that is asked for again counts as a sign-in: wrong ones make the next ones wait.
public interface OwnAccountApi {
    Profile profile(Caller.User caller);

    /// @param expectedVersion of the profile that was changed
    /// @throws dev.parley.core.problem.ProblemException `precondition-failed` (412) when it was changed in the
    ///     meantime
    Profile changeProfile(Caller.User caller, ProfileChange change, long expectedVersion);

    /// Puts another password in the place of the current one, and ends all other sessions: nobody who signed in
    /// with the old one stays.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-credentials` (401), `too-many-attempts` (429),
    ///     `weak-password` (400)
    void changePassword(Caller.User caller, PasswordChange change);

    /// Closes the account to sign-ins and ends all its sessions. An administrator can open it again. The last owner
    /// of an installation cannot leave.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-credentials` (401), `too-many-attempts` (429),
    ///     `last-owner` (409)
    void deactivate(Caller.User caller, Secret password);

    /// From the oldest sign-in on.
    List<ActiveSession> sessions(Caller.User caller);

    /// Ends a session of one's own, the present one too. Its tokens are refused everywhere within a second.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`, also for the sessions of others
    void endSession(Caller.User caller, SessionId session);

    /// Ends all sessions but the present one.
    void endOtherSessions(Caller.User caller);
}
