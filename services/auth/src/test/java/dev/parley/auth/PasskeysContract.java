package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.api.auth.Factor;
import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.FactorSignInsApi.PasskeyLogin;
import dev.parley.api.auth.FactorSignInsApi.SecondFactor;
import dev.parley.api.auth.FactorSignInsApi.StepUp;
import dev.parley.api.auth.FactorsApi.AddedFactor;
import dev.parley.api.auth.FactorsApi.NewPasskey;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What passkeys promise, and what they refuse, on the object as well as over HTTP.
interface PasskeysContract extends FactorScene {
    default AddedFactor add(Caller.User caller, SoftAuthenticator authenticator) {
        JsonNode made = authenticator.make(factors().beginPasskey(caller));
        return factors().addPasskey(caller, new NewPasskey("key ring", made));
    }

    private SoftAuthenticator added() {
        SoftAuthenticator authenticator = new SoftAuthenticator();
        add(Fixture.caller(sessions().logIn(Fixture.login("ada"))), authenticator);
        return authenticator;
    }

    private Tokens signIn(SoftAuthenticator authenticator) {
        return signIns().logInWithPasskey(login(authenticator.use(signIns().passkeyOptions())));
    }

    private static PasskeyLogin login(JsonNode credential) {
        return new PasskeyLogin("laptop", credential);
    }

    private static JsonNode options(ProblemException refusal) {
        return Json.mapper()
                .valueToTree(Objects.requireNonNull(refusal.extensions().get("passkeyOptions")));
    }

    private ProblemException passwordOnly() {
        return catchThrowableOfType(ProblemException.class, () -> sessions().logIn(Fixture.login("ada")));
    }

    @Test
    default void aPasskeySignsInWithoutAUserName() {
        SoftAuthenticator authenticator = added();
        JsonNode options = signIns().passkeyOptions();
        assertThat(options.path("userVerification").textValue()).isEqualTo("required");
        assertThat(options.path("allowCredentials")).isEmpty();

        Tokens tokens = signIns().logInWithPasskey(login(authenticator.use(options)));

        assertThat(FactorScene.claims(tokens.accessToken()))
                .containsEntry("amr", List.of("hwk", "user", "mfa"))
                .containsEntry("acr", "aal2");
        assertThat(sessions().isActive(TenantId.DEFAULT, tokens.sessionId())).isTrue();
    }

    @Test
    default void aPasskeyThatIsCopiedBetweenDevicesSaysSo() {
        SoftAuthenticator synced = new SoftAuthenticator();
        synced.synced = true;
        synced.countsBy = 0;
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        assertThat(add(caller, synced).factor().backedUp()).isTrue();

        for (int i = 0; i < 3; i++) {
            assertThat(FactorScene.claims(signIn(synced).accessToken()))
                    .containsEntry("amr", List.of("swk", "user", "mfa"));
        }
    }

    @Test
    default void aPasskeyIsASecondFactorEvenWithoutUserVerification() {
        SoftAuthenticator authenticator = added();
        authenticator.verifiesUser = false;
        ProblemException refusal = passwordOnly();
        assertThat(refusal.extensions()).containsEntry("factors", List.of("passkey", "recovery-code"));
        JsonNode options = options(refusal);
        assertThat(options.path("allowCredentials").path(0).path("id").textValue())
                .isEqualTo(authenticator.id());

        Tokens tokens = signIns()
                .logInWithFactor(
                        new SecondFactor(FactorScene.challenge(refusal), null, null, authenticator.use(options)));

        assertThat(FactorScene.claims(tokens.accessToken())).containsEntry("amr", List.of("pwd", "hwk", "mfa"));
    }

    @Test
    default void withoutUserVerificationAPasskeyAloneDoesNotSignIn() {
        SoftAuthenticator authenticator = added();
        authenticator.verifiesUser = false;

        assertRefused("invalid-passkey", 401, () -> signIn(authenticator));
    }

    @Test
    default void aPasskeyStepsUp() {
        SoftAuthenticator authenticator = added();
        Caller.User caller = Fixture.caller(signIn(authenticator));
        fixture().clock.advance(Duration.ofMinutes(10));
        assertRefused("step-up-required", 401, () -> factors().beginTotp(caller));

        JsonNode options = signIns().stepUpPasskeyOptions(caller);
        AccessToken raised = signIns().stepUp(caller, new StepUp(null, null, null, authenticator.use(options)));

        assertThat(FactorScene.claims(raised.accessToken()))
                .containsEntry("auth_time", fixture().clock.instant().getEpochSecond());
        factors().beginTotp(caller);
    }

    @Test
    default void severalPasskeysHaveNames() {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        SoftAuthenticator first = new SoftAuthenticator();
        SoftAuthenticator second = new SoftAuthenticator();
        assertThat(add(caller, first).recoveryCodes()).hasSize(10);
        fixture().clock.advance(Duration.ofSeconds(1));
        JsonNode options = factors().beginPasskey(caller);
        assertThat(options.path("excludeCredentials").path(0).path("id").textValue())
                .isEqualTo(first.id());
        AddedFactor added = factors().addPasskey(caller, new NewPasskey("phone", second.make(options)));
        assertThat(added.recoveryCodes()).isNull();

        assertThat(factors().factors(caller).factors())
                .extracting(Factor::name, Factor::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("key ring", Factor.Kind.PASSKEY),
                        org.assertj.core.groups.Tuple.tuple("phone", Factor.Kind.PASSKEY));
        factors().remove(caller, added.factor().id());
        assertRefused("invalid-passkey", 401, () -> signIn(second));
        signIn(first);
    }

    @Test
    default void anAnswerIsGoodOnce() {
        SoftAuthenticator authenticator = added();
        JsonNode answer = authenticator.use(signIns().passkeyOptions());
        signIns().logInWithPasskey(login(answer));

        assertRefused("invalid-passkey", 401, () -> signIns().logInWithPasskey(login(answer)));
    }

    @Test
    default void aChallengeOfAPasskeyIsGoodOnceForFiveMinutes() {
        SoftAuthenticator authenticator = added();
        JsonNode options = signIns().passkeyOptions();
        fixture().clock.advance(Duration.ofMinutes(5));
        assertRefused("invalid-passkey", 401, () -> signIns().logInWithPasskey(login(authenticator.use(options))));
        JsonNode fresh = signIns().passkeyOptions();
        signIns().logInWithPasskey(login(authenticator.use(fresh)));

        assertRefused("invalid-passkey", 401, () -> signIns().logInWithPasskey(login(authenticator.use(fresh))));
    }

    /// What an authenticator or a page may lie about.
    static Stream<Map.Entry<String, Consumer<SoftAuthenticator>>> lies() {
        return Stream.of(
                Map.entry("origin", a -> a.origin = "https://localhost.evil.example"),
                Map.entry("port of the origin", a -> a.origin = "http://localhost:3001"),
                Map.entry("scheme of the origin", a -> a.origin = "https://localhost:3000"),
                Map.entry("relying party", a -> a.relyingParty = "evil.example"),
                Map.entry("type", a -> {
                    a.usingType = "webauthn.create";
                    a.makingType = "webauthn.get";
                }),
                Map.entry("frame of another origin", a -> a.crossOrigin = true));
    }

    @ParameterizedTest
    @MethodSource("lies")
    default void aPasskeyForAnotherPlaceDoesNotSignIn(Map.Entry<String, Consumer<SoftAuthenticator>> lie) {
        SoftAuthenticator authenticator = added();
        lie.getValue().accept(authenticator);

        assertRefused("invalid-passkey", 401, () -> signIn(authenticator));
    }

    @ParameterizedTest
    @MethodSource("lies")
    default void aPasskeyForAnotherPlaceIsNotAdded(Map.Entry<String, Consumer<SoftAuthenticator>> lie) {
        Caller.User caller = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        SoftAuthenticator authenticator = new SoftAuthenticator();
        lie.getValue().accept(authenticator);

        assertRefused("unusable-passkey", 400, () -> add(caller, authenticator));
        assertThat(factors().factors(caller).factors()).isEmpty();
    }

    @Test
    default void aClonedPasskeyIsRefusedAndTold() {
        SoftAuthenticator original = added();
        SoftAuthenticator clone = original.cloned();
        signIn(original);
        signIn(original);

        assertRefused("invalid-passkey", 401, () -> signIn(clone));

        assertThat(fixture().audit.actions()).contains("authn.passkey.cloned");
        signIn(original);
    }

    @Test
    default void challengesAreGoodForWhatTheyWereMadeForOnly() {
        SoftAuthenticator authenticator = added();
        Caller.User caller = Fixture.caller(signIn(authenticator));
        JsonNode alone = authenticator.use(signIns().passkeyOptions());
        JsonNode stepUp = authenticator.use(signIns().stepUpPasskeyOptions(caller));
        ProblemException refusal = passwordOnly();
        JsonNode second = authenticator.use(options(refusal));

        for (JsonNode wrong : List.of(stepUp, second)) {
            assertRefused("invalid-passkey", 401, () -> signIns().logInWithPasskey(login(wrong)));
        }
        for (JsonNode wrong : List.of(alone, second)) {
            assertRefused(
                    "invalid-second-factor", 401, () -> signIns().stepUp(caller, new StepUp(null, null, null, wrong)));
        }
        for (JsonNode wrong : List.of(alone, stepUp)) {
            SecondFactor factor = new SecondFactor(FactorScene.challenge(refusal), null, null, wrong);
            assertRefused("invalid-second-factor", 401, () -> signIns().logInWithFactor(factor));
        }
        assertRefused(
                "invalid-second-factor",
                401,
                () -> signIns()
                        .stepUp(
                                Fixture.caller(signIn(authenticator)),
                                new StepUp(
                                        null,
                                        null,
                                        null,
                                        authenticator.use(signIns().stepUpPasskeyOptions(caller)))));
    }

    @Test
    default void thePasskeyOfAnotherAccountIsNoSecondFactor() {
        added();
        Caller.User bob = Fixture.caller(fixture().signUp("bob"));
        SoftAuthenticator bobs = new SoftAuthenticator();
        add(bob, bobs);
        ProblemException refusal = passwordOnly();
        SecondFactor factor = new SecondFactor(FactorScene.challenge(refusal), null, null, bobs.use(options(refusal)));

        assertRefused("invalid-second-factor", 401, () -> signIns().logInWithFactor(factor));
    }

    @Test
    default void aPasskeyMadeForAnotherAccountIsNotAdded() {
        Caller.User ada = Fixture.caller(sessions().logIn(Fixture.login("ada")));
        Caller.User bob = Fixture.caller(fixture().signUp("bob"));
        JsonNode forAda = new SoftAuthenticator().make(factors().beginPasskey(ada));

        assertRefused("unusable-passkey", 400, () -> factors().addPasskey(bob, new NewPasskey("mine", forAda)));
        factors().addPasskey(ada, new NewPasskey("mine", forAda));
        assertRefused("unusable-passkey", 400, () -> factors().addPasskey(ada, new NewPasskey("again", forAda)));
    }

    @Test
    default void aKnownPasskeyIsNotAddedForSomebodyElse() {
        SoftAuthenticator adas = added();
        Caller.User bob = Fixture.caller(fixture().signUp("bob"));

        assertRefused("unusable-passkey", 400, () -> add(bob, adas));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signature", "authenticatorData", "clientDataJSON", "userHandle"})
    default void aChangedAnswerIsRefused(String member) {
        SoftAuthenticator authenticator = added();
        JsonNode answer = authenticator.use(signIns().passkeyOptions());
        for (String changed : List.of("AAAA", "!", "e30", "")) {
            JsonNode other = answer.deepCopy();
            ((ObjectNode) other.path("response")).put(member, changed);
            ProblemException refusal =
                    catchThrowableOfType(ProblemException.class, () -> signIns().logInWithPasskey(login(other)));
            assertThat(refusal.type().code()).isIn("invalid-passkey", "validation-failed");
        }
        signIns().logInWithPasskey(login(answer));
    }

    @Test
    default void anUnknownPasskeyIsRefused() {
        assertRefused("invalid-passkey", 401, () -> signIn(new SoftAuthenticator()));
    }
}
