package dev.parley.api.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import org.jspecify.annotations.Nullable;

/// Signing in with more, or other, than a password. It begins with [SessionsApi#logIn], which for an account with a
/// second factor refuses the right password with `second-factor-required` and a challenge, or with
/// [#passkeyOptions].
public interface FactorSignInsApi {
    /// Starts the session that `logIn` refused. A challenge is good for one session, five tries and five minutes.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-challenge` (401): begin again with the password;
    ///     `invalid-second-factor` (401), `too-many-attempts` (429)
    Tokens logInWithFactor(SecondFactor factor);

    /// Begins to add an authenticator app during a sign-in that `logIn` refused with
    /// `second-factor-enrolment-required`; [#logInWithFactor] with its first code ends both.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-challenge` (401)
    FactorsApi.TotpEnrolment enrol(Secret challenge);

    /// What `navigator.credentials.get` of a browser is called with to use a passkey (WebAuthn §5.5), good for five
    /// minutes. Names no account.
    JsonNode passkeyOptions();

    /// Starts a session by a passkey alone, whose authenticator made sure of its user.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-passkey` (401), `too-many-attempts` (429)
    Tokens logInWithPasskey(PasskeyLogin login);

    /// The same to prove again who the caller is, with one of their passkeys.
    ///
    /// @throws dev.parley.core.problem.ProblemException `no-second-factor` (409) when they have none
    JsonNode stepUpPasskeyOptions(Caller.User caller);

    /// Proves again who the caller is: with a factor where the account has any, with the password otherwise.
    ///
    /// @return an access token that says so; the session and its refresh token stay
    /// @throws dev.parley.core.problem.ProblemException `invalid-credentials`, `invalid-second-factor` or
    ///     `invalid-passkey` (401), `second-factor-required` (401), `too-many-attempts` (429)
    AccessToken stepUp(Caller.User caller, StepUp proof);

    /// One of the last three.
    ///
    /// @param challenge of the refused login
    /// @param totp six digits
    /// @param passkey a `PublicKeyCredential` with an assertion, as its `toJSON` gives it
    record SecondFactor(
            Secret challenge,
            @Nullable Secret totp,
            @Nullable Secret recoveryCode,
            @Nullable JsonNode passkey) {}

    /// @param credential a `PublicKeyCredential` with an assertion, as its `toJSON` gives it
    /// @param device what the person calls the device, 1 to 80 characters
    record PasskeyLogin(String device, JsonNode credential) {}

    /// One of the four.
    record StepUp(
            @Nullable Secret password,
            @Nullable Secret totp,
            @Nullable Secret recoveryCode,
            @Nullable JsonNode passkey) {}

    /// @param accessToken JWT (RFC 9068) for the `Authorization: Bearer` header
    /// @param tokenType `Bearer`
    /// @param expiresInSeconds life left
    record AccessToken(Secret accessToken, String tokenType, long expiresInSeconds) {}
}
