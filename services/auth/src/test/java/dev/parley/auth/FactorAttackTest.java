package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorSignInsApi.PasskeyLogin;
import dev.parley.api.auth.FactorSignInsApi.SecondFactor;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.FactorsApi.NewPasskey;
import dev.parley.api.auth.FactorsApi.TotpConfirmation;
import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.caller.Caller;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on second factors.
class FactorAttackTest implements FactorScene {
    private static final int AT_ONCE = 16;
    private static final Secret WRONG = Secret.of("000000");

    @TempDir
    Path folder;

    private Fixture fixture;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        fixture.auth.accounts().register(Fixture.registration("ada"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Override
    public FactorsApi factors() {
        return fixture.auth.factors();
    }

    @Override
    public FactorSignInsApi signIns() {
        return fixture.auth.factorSignIns();
    }

    @Override
    public SessionsApi sessions() {
        return fixture.auth.sessions();
    }

    @Override
    public Fixture fixture() {
        return fixture;
    }

    /// How many of the attempts, all begun together and spread over two processes, got in.
    private int letIn(IntFunction<SecondFactor> attempt) throws Exception {
        CyclicBarrier start = new CyclicBarrier(AT_ONCE);
        try (Auth other = fixture.open(Fixture.CONFIG);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> running = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                SecondFactor factor = attempt.apply(i);
                FactorSignInsApi node = i % 2 == 0 ? signIns() : other.factorSignIns();
                running.add(callers.submit(() -> {
                    start.await();
                    return isLetIn(node, factor);
                }));
            }
            int in = 0;
            for (Future<Boolean> one : running) {
                in += one.get() ? 1 : 0;
            }
            return in;
        }
    }

    private static boolean isLetIn(FactorSignInsApi node, SecondFactor factor) {
        try {
            node.logInWithFactor(factor);
            return true;
        } catch (ProblemException e) {
            assertThat(e.type().code()).isIn("invalid-second-factor", "invalid-challenge", "too-many-attempts");
            return false;
        }
    }

    @Test
    void aCodeUsedOnTwoNodesAtOnceLetsInOnce() throws Exception {
        Enrolled ada = enrol();
        Secret code = ada.app().nextCode();

        assertThat(letIn(i -> FactorScene.totp(challenge(), code))).isOne();
    }

    @Test
    void aChallengeUsedOnTwoNodesAtOnceLetsInOnce() throws Exception {
        Enrolled ada = enrol();
        Secret challenge = challenge();

        assertThat(letIn(i -> FactorScene.recovery(challenge, ada.recoveryCode(i % 10))))
                .isOne();
    }

    @Test
    void aRecoveryCodeUsedOnTwoNodesAtOnceLetsInOnce() throws Exception {
        Enrolled ada = enrol();

        assertThat(letIn(i -> FactorScene.recovery(challenge(), ada.recoveryCode(0))))
                .isOne();
    }

    @Test
    void theChallengeOfAnotherAccountTakesOnlyItsOwnFactors() {
        Enrolled ada = enrol();
        Caller.User bob = Fixture.caller(fixture.signUp("bob"));
        TotpEnrolment enrolment = factors().beginTotp(bob);
        AuthenticatorApp bobsApp = new AuthenticatorApp(enrolment, fixture.clock);
        factors().confirmTotp(bob, new TotpConfirmation(enrolment.id(), "phone", bobsApp.code()));
        Secret bobsChallenge = FactorScene.challenge(
                catchThrowableOfType(ProblemException.class, () -> sessions().logIn(Fixture.login("bob"))));

        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns()
                        .logInWithFactor(
                                FactorScene.totp(bobsChallenge, ada.app().nextCode())));
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns().logInWithFactor(FactorScene.recovery(bobsChallenge, ada.recoveryCode(0))));
        Tokens tokens = signIns().logInWithFactor(FactorScene.totp(bobsChallenge, bobsApp.code()));
        assertThat(tokens.userId()).isEqualTo(bob.user());
    }

    @Test
    void theEnrolmentOfAnotherAccountIsNone() {
        Caller.User ada = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        Caller.User bob = Fixture.caller(fixture.signUp("bob"));
        TotpEnrolment enrolment = factors().beginTotp(ada);
        AuthenticatorApp app = new AuthenticatorApp(enrolment, fixture.clock);

        assertRefused(
                "not-found",
                404,
                () -> factors().confirmTotp(bob, new TotpConfirmation(enrolment.id(), "phone", app.code())));
    }

    @Test
    void nobodyRemovesTheFactorOfAnother() {
        Enrolled ada = enrol();
        Caller.User bob = Fixture.caller(fixture.signUp("bob"));

        assertRefused(
                "not-found",
                404,
                () -> factors().remove(bob, ada.added().factor().id()));
        assertThat(factors().factors(ada.caller()).factors()).hasSize(1);
    }

    @Test
    void aChallengeThatWasStolenIsOfNoUseElsewhere() {
        Enrolled ada = enrol();
        Secret challenge = FactorScene.challenge(catchThrowableOfType(
                ProblemException.class, () -> fixture.auth.sessions().logIn(Fixture.login("ada"), Fixture.HOME)));

        // From an unknown address, as every call within the process.
        assertRefused(
                "invalid-challenge",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode())));
        assertThat(fixture.audit.last().action()).isEqualTo("authn.login.fail");
        assertThat(fixture.audit.last().details()).containsEntry("factor", "challenge");
    }

    @Test
    void aChallengeOfAPasswordThatWasChangedIsOfNoUse() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        fixture.auth
                .ownAccount()
                .changePassword(
                        ada.caller(), new PasswordChange(Fixture.password(), Secret.of("eleven purple owls 7")));

        assertRefused(
                "invalid-credentials",
                401,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge, ada.app().nextCode())));
    }

    @Test
    void nobodySignsInToAClosedAccountWithAPasskey() {
        Caller.User bob = Fixture.caller(fixture.signUp("bob"));
        SoftAuthenticator authenticator = new SoftAuthenticator();
        factors()
                .addPasskey(
                        bob, new NewPasskey("key", authenticator.make(factors().beginPasskey(bob))));
        fixture.auth.ownAccount().deactivate(bob, Fixture.password());

        assertRefused(
                "invalid-credentials",
                401,
                () -> signIns()
                        .logInWithPasskey(new PasskeyLogin(
                                "laptop", authenticator.use(signIns().passkeyOptions()))));
    }

    @Test
    void guessingCodesIsSlowedDownHoweverManyChallengesThereAre() {
        Enrolled ada = enrol();
        for (int i = 0; i < 10; i++) {
            assertRefused(
                    "invalid-second-factor",
                    401,
                    () -> signIns().logInWithFactor(FactorScene.totp(challenge(), WRONG)));
        }
        assertRefused("too-many-attempts", 429, () -> signIns().logInWithFactor(FactorScene.totp(challenge(), WRONG)));
        assertThat(fixture.audit.last().action()).isEqualTo("authn.login.lock");
        // The right one has to wait too, or waiting would tell which one is right.
        assertRefused(
                "too-many-attempts",
                429,
                () -> signIns()
                        .logInWithFactor(FactorScene.totp(challenge(), ada.app().code(1))));

        fixture.clock.advance(Duration.ofMinutes(15));
        signIns().logInWithFactor(FactorScene.totp(challenge(), ada.app().code()));
    }

    @Test
    void guessingCodesDoesNotSlowDownThePasswordNorTheOtherWayRound() {
        Enrolled ada = enrol();
        for (int i = 0; i < 11; i++) {
            var _ = catchThrowableOfType(
                    ProblemException.class, () -> signIns().logInWithFactor(FactorScene.totp(challenge(), WRONG)));
        }
        Secret challenge = challenge();
        fixture.clock.advance(Duration.ofMinutes(2));
        for (int i = 0; i < 11; i++) {
            // Typed as a user name, what factors are counted under.
            String name = "FACTOR\n" + ada.caller().user();
            var _ = catchThrowableOfType(
                    ProblemException.class, () -> sessions().logIn(Fixture.login(name, "wrong")));
        }
        signIns().logInWithFactor(FactorScene.totp(challenge, ada.app().code()));
    }

    @Test
    void guessingTheFirstCodeOrAStepUpIsSlowedDownToo() {
        Enrolled ada = enrol();
        for (int i = 0; i < 5; i++) {
            assertRefused(
                    "invalid-second-factor",
                    401,
                    () -> signIns().stepUp(ada.caller(), new StepUp(null, WRONG, null, null)));
        }
        TotpEnrolment enrolment = factors().beginTotp(ada.caller());
        for (int i = 0; i < 5; i++) {
            assertRefused(
                    "invalid-second-factor",
                    401,
                    () -> factors().confirmTotp(ada.caller(), new TotpConfirmation(enrolment.id(), "x", WRONG)));
        }
        assertRefused(
                "too-many-attempts", 429, () -> signIns().stepUp(ada.caller(), new StepUp(null, WRONG, null, null)));
    }

    @Test
    void everyEventIsToldToTheAuditLog() {
        Enrolled ada = enrol();
        Secret challenge = challenge();
        var _ = catchThrowableOfType(
                ProblemException.class, () -> signIns().logInWithFactor(FactorScene.totp(challenge, WRONG)));
        signIns().logInWithFactor(FactorScene.recovery(challenge, ada.recoveryCode(0)));
        signIns().stepUp(ada.caller(), new StepUp(null, ada.app().nextCode(), null, null));
        factors().renewRecoveryCodes(ada.caller());
        factors().remove(ada.caller(), ada.added().factor().id());

        assertThat(fixture.audit.actions())
                .containsExactly(
                        "user.created",
                        "authn.login.success",
                        "authn.mfa.enrolled",
                        "authn.login.fail",
                        "authn.mfa.recovery",
                        "authn.login.success",
                        "authn.stepup.success",
                        "authn.mfa.codes-renewed",
                        "session.expired.revoked",
                        "authn.mfa.removed");
        AuditRecord failed = fixture.audit.all().get(3);
        assertThat(failed.details()).containsEntry("factor", "totp");
        assertThat(failed.subject()).isEqualTo(ada.caller().user());
        assertThat(fixture.audit.all())
                .allSatisfy(record ->
                        assertThat(record.details() + record.resource()).doesNotContain("phone", "laptop", "000000"));
    }

    @Test
    void nothingOfAFactorIsInTheFilesInTheClear() throws Exception {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        TotpEnrolment enrolment = factors().beginTotp(caller);
        AuthenticatorApp app = new AuthenticatorApp(enrolment, fixture.clock);
        Enrolled ada = new Enrolled(
                caller, app, factors().confirmTotp(caller, new TotpConfirmation(enrolment.id(), "phone", app.code())));
        String challenge = text(challenge());
        fixture.close();

        String recovery = text(ada.recoveryCode(0));
        try (Stream<Path> files = Files.walk(folder).filter(Files::isRegularFile)) {
            for (Path file : files.toList()) {
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as(file.toString())
                        .doesNotContain(text(enrolment.secret()), recovery, recovery.replace("-", ""), challenge);
            }
        }
        fixture = new Fixture(folder);
    }

    private static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }
}
