package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What [SessionsApi] promises, on the object as well as over HTTP. The fixture has an account `ada`.
interface SessionsContract {
    SessionsApi sessions();

    /// The service behind [#sessions], whose clock can be moved.
    Fixture fixture();

    private static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.UTF_8);
    }

    private Tokens logIn() {
        return sessions().logIn(Fixture.login("ada"));
    }

    private boolean active(Tokens tokens) {
        return sessions().isActive(TenantId.DEFAULT, tokens.sessionId());
    }

    @Test
    default void loginGivesAnAccessTokenThatThePublishedKeysVerify() throws Exception {
        Tokens tokens = logIn();

        JWSObject jws = JWSObject.parse(text(tokens.accessToken()));
        JWK key = JWKSet.parse(sessions().jsonWebKeySet())
                .getKeyByKeyId(jws.getHeader().getKeyID());
        Map<String, Object> claims = jws.getPayload().toJSONObject();
        long issuedAt = fixture().clock.instant().getEpochSecond();
        assertThat(jws.verify(new ECDSAVerifier(key.toECKey()))).isTrue();
        assertThat(jws.getHeader().getType().getType()).isEqualTo("at+jwt");
        assertThat(jws.getHeader().getAlgorithm().getName()).isEqualTo("ES256");
        assertThat(claims)
                .containsEntry("iss", "parley-auth")
                .containsEntry("aud", "parley")
                .containsEntry("sub", tokens.userId().value())
                .containsEntry("sid", tokens.sessionId().value())
                .containsEntry("tid", TenantId.DEFAULT.value())
                .containsEntry("iat", issuedAt)
                .containsEntry("exp", issuedAt + 300)
                .containsKeys("jti", "roles");
        assertThat(tokens.tokenType()).isEqualTo("Bearer");
        assertThat(tokens.expiresInSeconds()).isEqualTo(300);
        assertThat(active(tokens)).isTrue();
    }

    @Test
    default void publishesAtLeastTwoKeysAndNoPrivateHalf() throws Exception {
        JWKSet keys = JWKSet.parse(sessions().jsonWebKeySet());

        assertThat(keys.getKeys()).hasSizeGreaterThanOrEqualTo(2).noneMatch(JWK::isPrivate);
    }

    @Test
    default void anyWayToTypeTheUserNameSignsIn() {
        for (String typed : new String[] {"ada", "ADA", "ａｄａ"}) {
            assertThat(sessions().logIn(Fixture.login(typed)).userId()).isEqualTo(logIn().userId());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada", "nobody", "not a name", "ada\u202E", "ad\u200Ba", "' or 1=1 --", "ada\u0000"})
    default void aWrongPasswordAndAnUnknownNameGetTheSameAnswer(String userName) {
        assertRefused(
                "invalid-credentials", 401, () -> sessions().logIn(Fixture.login(userName, "wrong parrots 42 green")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "lap\u202Etop", "lap\u0000top", "lap\ntop", "\u200B"})
    default void aDeviceNameThatCouldDeceiveIsRefused(String device) {
        assertRefused("validation-failed", 400, () -> sessions().logIn(new Login("ada", Fixture.password(), device)));
    }

    @Test
    default void refreshGivesNewTokensOfTheSameSession() {
        Tokens first = logIn();
        Tokens second = sessions().refresh(first.refreshToken());
        Tokens third = sessions().refresh(second.refreshToken());

        assertThat(second.sessionId()).isEqualTo(first.sessionId());
        assertThat(second.userId()).isEqualTo(first.userId());
        assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
        assertThat(second.accessToken()).isNotEqualTo(first.accessToken());
        assertThat(third.refreshToken()).isNotEqualTo(second.refreshToken());
        assertThat(active(third)).isTrue();
    }

    @Test
    default void aRefreshWhoseAnswerWasLostIsAnsweredAgain() {
        Tokens first = logIn();
        Tokens lost = sessions().refresh(first.refreshToken());
        fixture().clock.advance(Duration.ofSeconds(9));

        Tokens again = sessions().refresh(first.refreshToken());

        assertThat(again.refreshToken()).isEqualTo(lost.refreshToken());
        assertThat(sessions().refresh(again.refreshToken()).sessionId()).isEqualTo(first.sessionId());
    }

    @Test
    default void aRefreshTokenUsedAgainLaterEndsTheSession() {
        Tokens first = logIn();
        Tokens second = sessions().refresh(first.refreshToken());
        fixture().clock.advance(Duration.ofSeconds(10));

        assertRefused("invalid-token", 401, () -> sessions().refresh(first.refreshToken()));

        assertThat(active(first)).isFalse();
        assertRefused("invalid-token", 401, () -> sessions().refresh(second.refreshToken()));
        assertThat(sessions().revocations(Fixture.START).revocations())
                .extracting(Revocations.Revocation::sessionId)
                .containsExactly(first.sessionId());
    }

    @Test
    default void aRefreshTokenOfTheDistantPastEndsTheSession() {
        Tokens first = logIn();
        Tokens last = first;
        for (int i = 0; i < 5; i++) {
            last = sessions().refresh(last.refreshToken());
        }
        assertRefused("invalid-token", 401, () -> sessions().refresh(first.refreshToken()));

        assertThat(active(last)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "prt_", "eyJhbGciOiJub25lIn0.e30.", "\u202E", "prt_\u0000"})
    default void aMadeUpRefreshTokenIsRefused(String token) {
        assertRefused("invalid-token", 401, () -> sessions().refresh(Secret.of(token)));
    }

    @Test
    default void aForgedTokenOfASessionDoesNotEndIt() {
        Tokens tokens = logIn();
        String good = text(tokens.refreshToken());
        // The ids are right; the secret part is another.
        Secret forged = Secret.of(good.substring(0, 60) + (good.charAt(60) == 'A' ? 'B' : 'A') + good.substring(61));

        assertRefused("invalid-token", 401, () -> sessions().refresh(forged));

        assertThat(active(tokens)).isTrue();
        sessions().refresh(tokens.refreshToken());
    }

    @Test
    default void anAccessTokenIsNoRefreshToken() {
        Tokens tokens = logIn();

        assertRefused("invalid-token", 401, () -> sessions().refresh(tokens.accessToken()));
    }

    @Test
    default void logoutEndsTheSessionAndNoOther() {
        Tokens phone = logIn();
        Tokens laptop = logIn();

        sessions().logOut(Fixture.caller(phone));

        assertThat(active(phone)).isFalse();
        assertThat(active(laptop)).isTrue();
        assertRefused("invalid-token", 401, () -> sessions().refresh(phone.refreshToken()));
        sessions().refresh(laptop.refreshToken());
        assertThat(sessions().revocations(Fixture.START).revocations())
                .extracting(Revocations.Revocation::sessionId)
                .containsExactly(phone.sessionId());
    }

    @Test
    default void aSessionEndsWhenItIsIdleForTooLong() {
        Tokens tokens = logIn();
        fixture().clock.advance(Duration.ofDays(30));

        assertThat(active(tokens)).isFalse();
        assertRefused("invalid-token", 401, () -> sessions().refresh(tokens.refreshToken()));
    }

    @Test
    default void aSessionEndsAtItsAbsoluteEnd() {
        Tokens tokens = logIn();
        for (int day = 0; day < 89; day++) {
            fixture().clock.advance(Duration.ofDays(1));
            tokens = sessions().refresh(tokens.refreshToken());
        }
        fixture().clock.advance(Duration.ofDays(1).minusSeconds(20));
        Tokens last = sessions().refresh(tokens.refreshToken());
        assertThat(last.expiresInSeconds()).isEqualTo(20);
        fixture().clock.advance(Duration.ofSeconds(20));

        assertThat(active(last)).isFalse();
        assertRefused("invalid-token", 401, () -> sessions().refresh(last.refreshToken()));
    }

    @Test
    default void anUnknownSessionIsNotActive() {
        assertThat(sessions().isActive(TenantId.DEFAULT, new SessionId("ses_00000000000000000000000001")))
                .isFalse();
    }

    @Test
    default void revocationsAreToldFromAnInstantOnUntilNoTokenCanLive() {
        Revocations none = sessions().revocations(Fixture.START);
        assertThat(none.revocations()).isEmpty();
        assertThat(none.next()).isEqualTo(Fixture.START);
        Tokens first = logIn();
        sessions().logOut(Fixture.caller(first));
        fixture().clock.advance(Duration.ofMinutes(1));
        Tokens second = logIn();
        sessions().logOut(Fixture.caller(second));
        Instant secondEnd = Fixture.START.plus(Duration.ofMinutes(1));

        Revocations both = sessions().revocations(Fixture.START);
        assertThat(both.revocations())
                .containsExactly(
                        new Revocations.Revocation(first.sessionId(), Fixture.START),
                        new Revocations.Revocation(second.sessionId(), secondEnd));
        assertThat(both.more()).isFalse();
        assertThat(both.next()).isBetween(secondEnd.minusSeconds(10), secondEnd.minusSeconds(1));
        assertThat(sessions().revocations(both.next()).revocations())
                .extracting(Revocations.Revocation::sessionId)
                .containsExactly(second.sessionId());
        assertThat(sessions().revocations(secondEnd.plusMillis(1)).revocations())
                .isEmpty();

        fixture().clock.advance(Duration.ofMinutes(5));
        assertThat(sessions().revocations(Fixture.START).revocations()).hasSize(2);
        fixture().clock.advance(Duration.ofHours(1));
        assertThat(sessions().revocations(Fixture.START).revocations()).isEmpty();
    }
}
