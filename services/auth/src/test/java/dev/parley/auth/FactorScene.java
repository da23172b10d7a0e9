package dev.parley.auth;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.nimbusds.jose.JWSObject;
import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorSignInsApi.SecondFactor;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.FactorsApi.AddedFactor;
import dev.parley.api.auth.FactorsApi.TotpConfirmation;
import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.api.auth.SessionsApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/// An account `ada`, and what its owner does to get in; for contracts that run on the object as well as over HTTP.
interface FactorScene {
    FactorsApi factors();

    FactorSignInsApi signIns();

    SessionsApi sessions();

    Fixture fixture();

    /// An account with an authenticator app.
    record Enrolled(Caller.User caller, AuthenticatorApp app, AddedFactor added) {
        Secret recoveryCode(int number) {
            return Objects.requireNonNull(added.recoveryCodes()).get(number);
        }
    }

    static Map<String, Object> claims(Secret accessToken) {
        try {
            return JWSObject.parse(new String(accessToken.reveal(), StandardCharsets.US_ASCII))
                    .getPayload()
                    .toJSONObject();
        } catch (java.text.ParseException e) {
            throw new AssertionError(e);
        }
    }

    default Enrolled enrol() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        TotpEnrolment enrolment = factors().beginTotp(caller);
        AuthenticatorApp app = new AuthenticatorApp(enrolment, fixture().clock);
        AddedFactor added = factors().confirmTotp(caller, new TotpConfirmation(enrolment.id(), "phone", app.code()));
        return new Enrolled(caller, app, added);
    }

    /// The challenge that the right password gets.
    default Secret challenge() {
        return challenge(
                catchThrowableOfType(ProblemException.class, () -> sessions().logIn(Fixture.login("ada"))));
    }

    static Secret challenge(ProblemException refusal) {
        return Secret.of((String) Objects.requireNonNull(refusal.extensions().get("challenge")));
    }

    static SecondFactor totp(Secret challenge, Secret code) {
        return new SecondFactor(challenge, code, null, null);
    }

    static SecondFactor recovery(Secret challenge, Secret code) {
        return new SecondFactor(challenge, null, code, null);
    }

    static StepUp stepUpByPassword() {
        return new StepUp(Fixture.password(), null, null, null);
    }
}
