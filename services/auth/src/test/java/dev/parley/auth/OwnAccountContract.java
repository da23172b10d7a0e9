package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.ActiveSession;
import dev.parley.api.auth.OwnAccountApi;
import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.Profile;
import dev.parley.api.auth.ProfileChange;
import dev.parley.api.auth.Tokens;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What [OwnAccountApi] promises, on the object as well as over HTTP.
interface OwnAccountContract {
    Secret NEXT = Secret.of("eleven purple owls");
    Secret WRONG = Secret.of("not the password");

    OwnAccountApi own();

    Fixture fixture();

    private Tokens logIn(String userName) {
        return fixture().auth.sessions().logIn(Fixture.login(userName), Fixture.HOME);
    }

    private boolean isActive(Tokens tokens) {
        return fixture().auth.sessions().isActive(TenantId.DEFAULT, tokens.sessionId());
    }

    @Test
    default void aProfileIsChangedFromTheVersionThatWasRead() {
        Tokens ada = fixture().signUp("ada");
        Profile read = own().profile(Fixture.caller(ada));

        Profile changed = own().changeProfile(Fixture.caller(ada), new ProfileChange("Countess"), read.version());

        assertThat(changed.account().displayName()).isEqualTo("Countess");
        assertThat(changed.version()).isGreaterThan(read.version());
        assertThat(own().profile(Fixture.caller(ada))).isEqualTo(changed);
        assertRefused(
                "precondition-failed",
                412,
                () -> own().changeProfile(Fixture.caller(ada), new ProfileChange("Baroness"), read.version()));
        assertThat(own().profile(Fixture.caller(ada))).isEqualTo(changed);
    }

    @Test
    default void aDisplayNameThatCouldDeceiveChangesNothing() {
        Tokens ada = fixture().signUp("ada");
        Profile read = own().profile(Fixture.caller(ada));

        assertRefused(
                "validation-failed",
                400,
                () -> own().changeProfile(Fixture.caller(ada), new ProfileChange("A\u202Eda"), read.version()));
        assertThat(own().profile(Fixture.caller(ada))).isEqualTo(read);
    }

    @Test
    default void anotherPasswordEndsAllOtherSessions() {
        Tokens here = fixture().signUp("ada");
        Tokens there = logIn("ada");

        own().changePassword(Fixture.caller(here), new PasswordChange(Fixture.password(), NEXT));

        assertThat(isActive(here)).isTrue();
        assertThat(isActive(there)).isFalse();
        assertRefused("invalid-credentials", 401, () -> logIn("ada"));
        assertThat(fixture().auth.sessions().logIn(Fixture.login("ada", "eleven purple owls")))
                .isNotNull();
        assertThat(fixture().audit.actions()).contains("authn.password.change", "session.expired.revoked");
    }

    @Test
    default void aPasswordIsNotChangedWithoutTheCurrentOneOrToAWeakOne() {
        Tokens here = fixture().signUp("ada");
        Tokens there = logIn("ada");

        assertRefused(
                "invalid-credentials",
                401,
                () -> own().changePassword(Fixture.caller(here), new PasswordChange(WRONG, NEXT)));
        assertRefused(
                "weak-password",
                400,
                () -> own().changePassword(
                                Fixture.caller(here),
                                new PasswordChange(Fixture.password(), Secret.of("password12345"))));
        assertThat(isActive(there)).isTrue();
        assertThat(logIn("ada")).isNotNull();
    }

    /// A stolen session must not be a place to try passwords without end.
    @Test
    default void passwordsThatAreAskedForAgainAreThrottled() {
        Tokens ada = fixture().signUp("ada");
        for (int i = 0; i < 10; i++) {
            assertRefused(
                    "invalid-credentials",
                    401,
                    () -> own().changePassword(Fixture.caller(ada), new PasswordChange(WRONG, NEXT)));
        }
        assertRefused(
                "too-many-attempts",
                429,
                () -> own().changePassword(Fixture.caller(ada), new PasswordChange(Fixture.password(), NEXT)));
    }

    @Test
    default void sessionsAreListedWithTheirDevices() {
        Tokens first = fixture().signUp("ada");
        fixture().clock.advance(Duration.ofMinutes(3));
        Tokens second = logIn("ada");
        fixture().signUp("bob");
        fixture().clock.advance(Duration.ofMinutes(2));
        fixture().auth.sessions().refresh(first.refreshToken(), Fixture.AWAY);

        List<ActiveSession> listed = own().sessions(Fixture.caller(second));

        assertThat(listed).extracting(ActiveSession::id).containsExactly(first.sessionId(), second.sessionId());
        assertThat(listed).extracting(ActiveSession::current).containsExactly(false, true);
        assertThat(listed).extracting(ActiveSession::device).containsOnly("laptop");
        assertThat(listed)
                .extracting(ActiveSession::lastAddress)
                .containsExactly(Fixture.AWAY.text(), Fixture.HOME.text());
        assertThat(listed.getFirst().createdAt()).isEqualTo(Fixture.START);
        assertThat(listed.getFirst().lastUsedAt()).isEqualTo(Fixture.START.plus(Duration.ofMinutes(5)));
    }

    @Test
    default void oneSessionIsEndedOnADeviceThatWasLost() {
        Tokens lost = fixture().signUp("ada");
        Tokens here = logIn("ada");
        Tokens bob = fixture().signUp("bob");

        own().endSession(Fixture.caller(here), lost.sessionId());

        assertThat(isActive(lost)).isFalse();
        assertThat(isActive(here)).isTrue();
        assertRefused("not-found", 404, () -> own().endSession(Fixture.caller(here), bob.sessionId()));
        assertThat(isActive(bob)).isTrue();
    }

    @Test
    default void allOtherSessionsAreEndedAtOnce() {
        Tokens one = fixture().signUp("ada");
        Tokens two = logIn("ada");
        Tokens here = logIn("ada");

        own().endOtherSessions(Fixture.caller(here));

        assertThat(List.of(isActive(one), isActive(two), isActive(here))).containsExactly(false, false, true);
        assertThat(own().sessions(Fixture.caller(here))).hasSize(1);
    }

    @Test
    default void aClosedAccountLetsNobodyInAndSaysNoMoreThanAnUnknownOne() {
        fixture().signUp("owner");
        Tokens ada = fixture().signUp("ada");

        assertRefused("invalid-credentials", 401, () -> own().deactivate(Fixture.caller(ada), WRONG));
        own().deactivate(Fixture.caller(ada), Fixture.password());

        assertThat(isActive(ada)).isFalse();
        assertRefused("invalid-credentials", 401, () -> logIn("ada"));
        assertRefused("invalid-token", 401, () -> fixture().auth.sessions().refresh(ada.refreshToken()));
        assertThat(fixture().audit.actions()).contains("user.archived");
    }

    @Test
    default void theLastOwnerCannotLeave() {
        Tokens owner = fixture().signUp("owner");

        assertRefused("last-owner", 409, () -> own().deactivate(Fixture.caller(owner), Fixture.password()));

        assertThat(isActive(owner)).isTrue();
        assertThat(logIn("owner")).isNotNull();
    }
}
