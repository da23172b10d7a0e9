package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.api.auth.Factor;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.FactorsApi.AddedFactor;
import dev.parley.api.auth.FactorsApi.TotpConfirmation;
import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What [FactorsApi] promises, and stepping up for it, on the object as well as over HTTP.
interface FactorsContract extends FactorScene {
    private boolean active(Caller.User caller) {
        return sessions().isActive(TenantId.DEFAULT, caller.session());
    }

    @Test
    default void newRecoveryCodesTakeThePlaceOfTheOld() {
        Enrolled ada = enrol();
        List<Secret> renewed = factors().renewRecoveryCodes(ada.caller()).recoveryCodes();

        assertThat(renewed).hasSize(10).doesNotContainAnyElementsOf(ada.added().recoveryCodes());
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns().logInWithFactor(FactorScene.recovery(challenge(), ada.recoveryCode(0))));
        signIns().logInWithFactor(FactorScene.recovery(challenge(), renewed.getFirst()));
        assertThat(factors().factors(ada.caller()).recoveryCodesLeft()).isEqualTo(9);
    }

    @Test
    default void recoveryCodesNeedSomethingToRecover() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));

        assertRefused("no-second-factor", 409, () -> factors().renewRecoveryCodes(caller));
    }

    @Test
    default void factorsAreListed() {
        Enrolled ada = enrol();

        FactorsApi.OwnFactors own = factors().factors(ada.caller());

        Factor phone = ada.added().factor();
        assertThat(own.factors()).containsExactly(phone);
        assertThat(own.recoveryCodesLeft()).isEqualTo(10);
        assertThat(phone.name()).isEqualTo("phone");
        assertThat(phone.kind()).isEqualTo(Factor.Kind.TOTP);
        assertThat(phone.lastUsedAt()).isNull();
        signIns().logInWithFactor(FactorScene.totp(challenge(), ada.app().nextCode()));
        assertThat(factors().factors(ada.caller()).factors().getFirst().lastUsedAt())
                .isEqualTo(fixture().clock.instant());
    }

    @Test
    default void anAppIsNoFactorBeforeItsFirstCode() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        TotpEnrolment enrolment = factors().beginTotp(caller);

        assertThat(new String(enrolment.uri().reveal(), StandardCharsets.US_ASCII))
                .startsWith("otpauth://totp/Parley:ada?secret=");
        assertThat(factors().factors(caller).factors()).isEmpty();
        sessions().logIn(Fixture.login("ada"));
        assertRefused(
                "invalid-second-factor",
                401,
                () -> factors()
                        .confirmTotp(caller, new TotpConfirmation(enrolment.id(), "phone", Secret.of("000000"))));
        fixture().clock.advance(Duration.ofMinutes(9));
        AuthenticatorApp app = new AuthenticatorApp(enrolment, fixture().clock);
        factors().confirmTotp(caller, new TotpConfirmation(enrolment.id(), "phone", app.code()));
        assertRefused(
                "not-found",
                404,
                () -> factors().confirmTotp(caller, new TotpConfirmation(enrolment.id(), "again", app.nextCode())));
    }

    @Test
    default void onlyTheFirstFactorBringsRecoveryCodes() {
        Enrolled ada = enrol();
        TotpEnrolment enrolment = factors().beginTotp(ada.caller());
        AuthenticatorApp tablet = new AuthenticatorApp(enrolment, fixture().clock);
        AddedFactor second =
                factors().confirmTotp(ada.caller(), new TotpConfirmation(enrolment.id(), "tablet", tablet.code()));

        assertThat(second.recoveryCodes()).isNull();
        assertThat(factors().factors(ada.caller()).factors()).hasSize(2);
        signIns().logInWithFactor(FactorScene.totp(challenge(), tablet.nextCode()));
        signIns().logInWithFactor(FactorScene.totp(challenge(), ada.app().code()));
    }

    @Test
    default void aChangeOfFactorsEndsTheOtherSessions() {
        Caller.User elsewhere = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        Enrolled ada = enrol();
        assertThat(active(elsewhere)).isFalse();
        assertThat(active(ada.caller())).isTrue();

        Caller.User again = Fixture.caller(signIns()
                .logInWithFactor(FactorScene.totp(challenge(), ada.app().nextCode())));
        factors().renewRecoveryCodes(ada.caller());
        assertThat(active(again)).isFalse();

        Caller.User third = Fixture.caller(signIns()
                .logInWithFactor(FactorScene.totp(challenge(), ada.app().nextCode())));
        factors().remove(ada.caller(), ada.added().factor().id());
        assertThat(active(third)).isFalse();
        assertThat(active(ada.caller())).isTrue();
    }

    @Test
    default void withTheLastFactorTheRecoveryCodesGo() {
        Enrolled ada = enrol();
        factors().remove(ada.caller(), ada.added().factor().id());

        assertThat(factors().factors(ada.caller()).recoveryCodesLeft()).isZero();
        assertThat(FactorScene.claims(sessions().logIn(Fixture.login("ada")).accessToken()))
                .containsEntry("acr", "aal1");
        assertRefused(
                "not-found",
                404,
                () -> factors().remove(ada.caller(), ada.added().factor().id()));
    }

    @Test
    default void aChangeNeedsARecentSignIn() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        fixture().clock.advance(Duration.ofMinutes(10));

        ProblemException refusal =
                catchThrowableOfType(ProblemException.class, () -> factors().beginTotp(caller));
        assertThat(refusal.type().code()).isEqualTo("step-up-required");
        assertThat(refusal.type().status()).isEqualTo(401);
        assertThat(refusal.extensions()).containsEntry("acrValues", "aal1");
        assertThat(refusal.extensions().get("maxAgeSeconds")).hasToString("600");
        factors().factors(caller);

        AccessToken raised = signIns().stepUp(caller, FactorScene.stepUpByPassword());
        assertThat(FactorScene.claims(raised.accessToken()))
                .containsEntry("sid", caller.session().value())
                .containsEntry("auth_time", fixture().clock.instant().getEpochSecond());
        factors().beginTotp(caller);
    }

    @Test
    default void whoHasAFactorStepsUpWithIt() {
        Enrolled ada = enrol();
        fixture().clock.advance(Duration.ofMinutes(10));
        for (StepUp proof :
                List.of(FactorScene.stepUpByPassword(), new StepUp(Secret.of("wrong password"), null, null, null))) {
            ProblemException refusal =
                    catchThrowableOfType(ProblemException.class, () -> signIns().stepUp(ada.caller(), proof));
            assertThat(refusal.type().code()).isEqualTo("second-factor-required");
            assertThat(refusal.extensions()).containsOnlyKeys("factors");
        }
        assertRefused(
                "step-up-required",
                401,
                () -> factors().remove(ada.caller(), ada.added().factor().id()));
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns().stepUp(ada.caller(), new StepUp(null, Secret.of("000000"), null, null)));

        AccessToken raised =
                signIns().stepUp(ada.caller(), new StepUp(null, ada.app().nextCode(), null, null));

        assertThat(FactorScene.claims(raised.accessToken())).containsEntry("amr", List.of("pwd", "otp", "mfa"));
        factors().remove(ada.caller(), ada.added().factor().id());
    }

    @Test
    default void aWrongPasswordDoesNotStepUp() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));

        assertRefused(
                "invalid-credentials",
                401,
                () -> signIns().stepUp(caller, new StepUp(Secret.of("wrong parrots 42"), null, null, null)));
    }

    @Test
    default void aSessionThatHasEndedChangesNothing() {
        Enrolled ada = enrol();
        sessions().logOut(ada.caller());

        assertRefused("invalid-token", 401, () -> factors().factors(ada.caller()));
        assertRefused("invalid-token", 401, () -> factors().beginTotp(ada.caller()));
        assertRefused(
                "invalid-token",
                401,
                () -> signIns().stepUp(ada.caller(), new StepUp(null, ada.app().nextCode(), null, null)));
    }
}
