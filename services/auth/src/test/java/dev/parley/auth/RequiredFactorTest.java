package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.factor.FactorConfig;
import dev.parley.auth.passkey.PasskeyConfig;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where every account needs a second factor.
class RequiredFactorTest {
    private static final AuthConfig REQUIRED =
            Fixture.CONFIG.with(new FactorConfig(true, "Parley", Duration.ofMinutes(10), PasskeyConfig.DEFAULTS));

    @TempDir
    Path folder;

    private Fixture fixture;
    private Auth auth;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
        auth = fixture.open(REQUIRED);
    }

    @AfterEach
    void close() {
        auth.close();
        fixture.close();
    }

    private Secret challenge() {
        return FactorScene.challenge(catchThrowableOfType(
                ProblemException.class, () -> auth.sessions().logIn(Fixture.login("ada"))));
    }

    private Tokens enrol() {
        Secret challenge = challenge();
        TotpEnrolment enrolment = auth.factorSignIns().enrol(challenge);
        AuthenticatorApp app = new AuthenticatorApp(enrolment, fixture.clock);
        return auth.factorSignIns().logInWithFactor(FactorScene.totp(challenge, app.code()));
    }

    @Test
    void thePasswordOfAnAccountWithoutOneGetsNoToken() {
        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> auth.sessions().logIn(Fixture.login("ada")));

        assertThat(refusal.type().code()).isEqualTo("second-factor-enrolment-required");
        assertThat(refusal.type().status()).isEqualTo(403);
        assertThat(refusal.extensions()).containsEntry("factors", List.of());
    }

    @Test
    void addingAnAppSignsIn() {
        Tokens tokens = enrol();

        assertThat(FactorScene.claims(tokens.accessToken())).containsEntry("acr", "aal2");
        Caller.User caller = Fixture.caller(tokens);
        assertThat(auth.factors().factors(caller).factors()).hasSize(1);
        assertThat(auth.factors().renewRecoveryCodes(caller).recoveryCodes()).hasSize(10);
        assertRefused("second-factor-required", 401, () -> auth.sessions().logIn(Fixture.login("ada")));
    }

    @Test
    void aChallengeShowsTheSameAppHoweverOftenItIsAsked() {
        Secret challenge = challenge();

        assertThat(auth.factorSignIns().enrol(challenge))
                .isEqualTo(auth.factorSignIns().enrol(challenge));
    }

    @Test
    void anEnrolmentNeedsTheRightCodeAndIsDoneOnce() {
        Secret challenge = challenge();
        assertRefused(
                "invalid-challenge",
                401,
                () -> auth.factorSignIns().logInWithFactor(FactorScene.totp(challenge, Secret.of("000000"))));
        AuthenticatorApp app = new AuthenticatorApp(auth.factorSignIns().enrol(challenge), fixture.clock);
        assertRefused(
                "invalid-second-factor",
                401,
                () -> auth.factorSignIns().logInWithFactor(FactorScene.totp(challenge, Secret.of("000000"))));
        auth.factorSignIns().logInWithFactor(FactorScene.totp(challenge, app.code()));

        assertRefused("invalid-challenge", 401, () -> auth.factorSignIns().enrol(challenge));
        assertRefused(
                "invalid-challenge",
                401,
                () -> auth.factorSignIns().logInWithFactor(FactorScene.totp(challenge, app.nextCode())));
    }

    @Test
    void theChallengeOfASecondFactorAddsNone() {
        enrol();

        assertRefused("invalid-challenge", 401, () -> auth.factorSignIns().enrol(challenge()));
    }

    @Test
    void theLastFactorStays() {
        Caller.User caller = Fixture.caller(enrol());
        String id = auth.factors().factors(caller).factors().getFirst().id();

        assertRefused("last-factor", 409, () -> auth.factors().remove(caller, id));
        assertThat(auth.factors().factors(caller).factors()).hasSize(1);
    }

    @Test
    void sessionsFromBeforeThePolicyEndAtTheirNextRefresh() {
        Tokens before = fixture.auth.sessions().logIn(Fixture.login("ada"));

        assertRefused("invalid-token", 401, () -> auth.sessions().refresh(before.refreshToken()));
        assertThat(auth.sessions().isActive(TenantId.DEFAULT, before.sessionId()))
                .isFalse();
    }
}
