package dev.parley.api.auth;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.time.Instant;

/// Sign-ins: from login to logout, expiry or revocation.
public interface SessionsApi {
    /// Starts a session. Whether the account exists or the password was wrong cannot be told apart, neither by the
    /// answer nor by the work done for it.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-credentials` (401), `too-many-attempts` (429);
    ///     `second-factor-required` (401) or `second-factor-enrolment-required` (403), both with the extension
    ///     member `challenge`, with which [FactorSignInsApi] goes on
    Tokens logIn(Login login);

    /// Exchanges a refresh token, which is used up by it, for new tokens. A token that was used before revokes its
    /// whole session (RFC 9700 §4.14.2).
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-token` (401)
    Tokens refresh(Secret refreshToken);

    /// Ends the caller's session. Its tokens are refused everywhere within a second.
    void logOut(Caller.User caller);

    /// Whether the session exists and has neither ended nor expired.
    boolean isActive(TenantId tenant, SessionId session);

    /// Exchanges an API token for an access token that lives some minutes and allows what the API token does. It is
    /// refused everywhere within a second after the API token was revoked, or its owner lost something by it.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-token` (401)
    AccessToken exchange(Secret apiToken);

    /// Sessions revoked at or after `since`, of all tenants, oldest first, at most 1000. Asked by every verifier
    /// several times a second, so that a revoked token is refused within one.
    Revocations revocations(Instant since);

    /// The public keys of the access tokens as a JSON Web Key Set (RFC 7517).
    String jsonWebKeySet();
}
