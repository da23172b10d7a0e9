package dev.parley.api.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The factors of an account, for its owner.
///
/// Every method but [#factors] changes them, and asks for a recent sign-in: with two factors where the account has
/// any. Otherwise it throws `step-up-required` (401), which [FactorSignInsApi#stepUp] answers. Every change ends
/// the account's other sessions.
public interface FactorsApi {
    /// Authenticator apps and passkeys, from the oldest on, and how many recovery codes are left.
    OwnFactors factors(Caller.User caller);

    /// Begins to add an authenticator app: it is none before [#confirmTotp], for which there are ten minutes.
    ///
    /// @throws dev.parley.core.problem.ProblemException `too-many-factors` (409)
    TotpEnrolment beginTotp(Caller.User caller);

    /// Adds the authenticator app, whose first code shows that it works.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-second-factor` (401), `too-many-attempts` (429)
    AddedFactor confirmTotp(Caller.User caller, TotpConfirmation confirmation);

    /// What `navigator.credentials.create` of a browser is called with to make a passkey (WebAuthn §5.4), good for
    /// five minutes.
    JsonNode beginPasskey(Caller.User caller);

    /// Adds the passkey that was made.
    ///
    /// @throws dev.parley.core.problem.ProblemException `unusable-passkey` (400), `too-many-factors` (409)
    AddedFactor addPasskey(Caller.User caller, NewPasskey passkey);

    /// Ten new recovery codes in the place of those left.
    ///
    /// @throws dev.parley.core.problem.ProblemException `no-second-factor` (409) when there is nothing to recover
    RecoveryCodes renewRecoveryCodes(Caller.User caller);

    /// Removes an authenticator app or a passkey; with the last one the recovery codes go too.
    ///
    /// @throws dev.parley.core.problem.ProblemException `not-found`; `last-factor` (409) where a second factor is
    ///     required
    void remove(Caller.User caller, String factorId);

    record OwnFactors(List<Factor> factors, int recoveryCodesLeft) {
        public OwnFactors {
            factors = List.copyOf(factors);
        }
    }

    /// @param id of the factor that it will be
    /// @param secret base 32, for who types it in
    /// @param uri `otpauth://…`, for a QR code
    record TotpEnrolment(String id, Secret secret, Secret uri) {}

    /// @param name what its owner calls the app, 1 to 80 characters
    record TotpConfirmation(String id, String name, Secret code) {}

    /// @param credential a `PublicKeyCredential` with an attestation, as its `toJSON` gives it
    record NewPasskey(String name, JsonNode credential) {}

    /// @param recoveryCodes when it is the first factor, and never again; null otherwise
    record AddedFactor(Factor factor, @Nullable List<Secret> recoveryCodes) {
        public AddedFactor {
            recoveryCodes = recoveryCodes == null ? null : List.copyOf(recoveryCodes);
        }
    }

    /// Shown once.
    record RecoveryCodes(List<Secret> recoveryCodes) {
        public RecoveryCodes {
            recoveryCodes = List.copyOf(recoveryCodes);
        }
    }
}
