package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.api.auth.FactorSignInsApi.SecondFactor;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.api.auth.Tokens;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [FactorSignInsApi] promises of signing in, on the object as well as over HTTP.
interface FactorSignInsContract extends FactorScene {
    @Test
    default void aPasswordAloneNoLongerSignsIn() {
        enrol();

        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> sessions().logIn(Fixture.login("ada")));

        assertThat(refusal.type().code()).isEqualTo("second-factor-required");
        assertThat(refusal.type().status()).isEqualTo(401);
        assertThat(refusal.extensions())
                .containsEntry("factors", List.of("totp", "recovery-code"))
                .containsKey("challenge");
        assertThat(refusal.extensions().get("expiresInSeconds")).hasToString("300");
    }

    @Test
    default void aWrongPasswordLearnsNothingOfFactors() {
        enrol();

        ProblemException refusal = catchThrowableOfType(
                ProblemException.class, () -> sessions().logIn(Fixture.login("ada", "wrong parrots 42 green")));

        assertThat(refusal.type().code()).isEqualTo("invalid-credentials");
        assertThat(refusal.extensions()).isEmpty();
    }

    @Test
    default void passwordAndCodeSignIn() {
        Enrolled ada = enrol();
        Tokens tokens = signIns()
                .logInWithFactor(FactorScene.totp(challenge(), ada.app().nextCode()));

        assertThat(tokens.userId()).isEqualTo(ada.caller().user());
        assertThat(FactorScene.claims(tokens.accessToken()))
                .containsEntry("amr", List.of("pwd", "otp", "mfa"))
                .containsEntry("acr", "aal2")
                .containsEntry("auth_time", fixture().clock.instant().getEpochSecond());
        assertThat(FactorScene.claims(sessions().refresh(tokens.refreshToken()).accessToken()))
                .containsEntry("amr", List.of("pwd", "otp", "mfa"));
    }

    @Test
    default void aPasswordAloneIsOneFactor() {
        assertThat(FactorScene.claims(sessions().logIn(Fixture.login("ada")).accessToken()))
                .containsEntry("amr", List.of("pwd"))
                .containsEntry("acr", "aal1");
    }

    @Test
    default void aCodeIsGoodOnce() {
        Enrolled ada = enrol();
        Secret code = ada.app().nextCode();
        signIns().logInWithFactor(FactorScene.totp(challenge(), code));

        Secret again = challenge();
        assertRefused("invalid-second-factor", 401, () -> signIns().logInWithFactor(FactorScene.totp(again, code)));
    }

    @Test
    default void theCodeThatAddedTheAppSignsNobodyIn() {
        Enrolled ada = enrol();

        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge(), ada.app().code())));
    }

    @Test
    default void aPhoneWhoseClockIsHalfAMinuteOffSignsIn() {
        Enrolled ada = enrol();
        fixture().clock.advance(Duration.ofMinutes(5));

        signIns().logInWithFactor(FactorScene.totp(challenge(), ada.app().code(-1)));
        signIns().logInWithFactor(FactorScene.totp(challenge(), ada.app().code(1)));
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge(), ada.app().code(2))));
    }

    @Test
    default void aChallengeIsGoodForOneSession() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        signIns().logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode()));

        assertRefused(
                "invalid-challenge",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode())));
    }

    @Test
    default void aChallengeLivesFiveMinutes() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        fixture().clock.advance(Duration.ofMinutes(5));

        assertRefused(
                "invalid-challenge",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge, ada.app().code())));
    }

    @Test
    default void aTypingErrorIsForgiven() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns().logInWithFactor(FactorScene.totp(challenge, Secret.of("000000"))));

        signIns().logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode()));
    }

    @Test
    default void aChallengeAllowsFiveTries() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        for (int i = 0; i < 5; i++) {
            assertRefused(
                    "invalid-second-factor",
                    401,
                    () -> signIns().logInWithFactor(FactorScene.totp(challenge, Secret.of("000000"))));
        }
        assertRefused(
                "invalid-challenge",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "chl_", "chl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "\u202E"})
    default void aMadeUpChallengeIsRefused(String challenge) {
        Enrolled ada = enrol();

        assertRefused(
                "invalid-challenge",
                401,
                () -> signIns()
                        .logInWithFactor(
                                FactorScene.totp(Secret.of(challenge), ada.app().nextCode())));
    }

    @Test
    default void oneProofAndNoMoreIsGiven() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        Secret code = ada.app().nextCode();

        assertRefused(
                "validation-failed",
                400,
                () -> signIns().logInWithFactor(new SecondFactor(challenge, null, null, null)));
        assertRefused(
                "validation-failed",
                400,
                () -> signIns().logInWithFactor(new SecondFactor(challenge, code, ada.recoveryCode(0), null)));
        assertRefused(
                "validation-failed", 400, () -> signIns().stepUp(ada.caller(), new StepUp(null, null, null, null)));
        signIns().logInWithFactor(FactorScene.totp(challenge, code));
    }

    @Test
    default void eachRecoveryCodeSignsInOnce() {
        Enrolled ada = enrol();
        for (int i = 0; i < 10; i++) {
            signIns().logInWithFactor(FactorScene.recovery(challenge(), ada.recoveryCode(i)));
        }
        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> sessions().logIn(Fixture.login("ada")));
        assertThat(refusal.extensions()).containsEntry("factors", List.of("totp"));
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.recovery(FactorScene.challenge(refusal), ada.recoveryCode(3))));
    }
}
