package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.ApiTokensApi.CreatedApiToken;
import dev.parley.api.auth.ApiTokensApi.NewApiToken;
import dev.parley.api.auth.BreakGlassApi.Opening;
import dev.parley.api.auth.CustomRolesApi.CustomRole;
import dev.parley.api.auth.CustomRolesApi.RoleDefinition;
import dev.parley.api.auth.ServiceAccountsApi.NewServiceAccount;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.SessionId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What API tokens and service accounts promise. On the objects as well as over HTTP.
interface ApiTokensContract extends AccessScene {
    @Test
    default void anApiTokenAllowsWhatItWasMadeForAndNoMore() {
        Caller.User owner = owner();

        CreatedApiToken made = apiTokens().create(owner, owner.user(), wanted(Permission.MESSAGES_READ));
        Map<String, Object> claims = exchanged(made.secret());

        assertThat(new String(made.secret().reveal(), StandardCharsets.US_ASCII))
                .matches("prlpat_[0-9A-Za-z]{49}");
        assertThat(AccessScene.strings(claims.get("permissions"))).containsExactly("messages:read");
        assertThat((List<?>) claims.get("roles")).isEmpty();
        assertThat(claims)
                .containsEntry("via", "api-token")
                .containsEntry("sub", owner.user().value());
        assertThat(apiTokens().tokens(owner, owner.user())).singleElement().satisfies(token -> {
            assertThat(token.id()).isEqualTo(made.token().id());
            assertThat(token.lastUsedAt()).isNotNull();
        });
        assertThat(fixture().audit.actions()).contains("authn.token.created");
    }

    @Test
    default void aRevokedApiTokenIsWorthNothing() {
        Caller.User owner = owner();
        CreatedApiToken made = apiTokens().create(owner, owner.user(), wanted(Permission.MESSAGES_READ));
        SessionId session = AccessScene.session(exchanged(made.secret()));
        assertThat(isActive(session)).isTrue();

        apiTokens().revoke(owner, owner.user(), made.token().id());

        assertThat(isActive(session)).isFalse();
        assertThat(sessions().revocations(Fixture.START).revocations())
                .anySatisfy(revocation -> assertThat(revocation.sessionId()).isEqualTo(session));
        assertRefused("invalid-token", 401, () -> sessions().exchange(made.secret()));
        assertThat(apiTokens().tokens(owner, owner.user())).isEmpty();
        assertRefused(
                "not-found",
                404,
                () -> apiTokens().revoke(owner, owner.user(), made.token().id()));
        assertThat(fixture().audit.actions()).contains("authn.token.revoked");
    }

    @Test
    default void anApiTokenEndsWhenItSaid() {
        Caller.User owner = owner();
        CreatedApiToken made = apiTokens().create(owner, owner.user(), wanted(Permission.MESSAGES_READ));

        fixture().clock.advance(Duration.ofDays(30).minusSeconds(20));
        assertThat(sessions().exchange(made.secret()).expiresInSeconds()).isEqualTo(20);
        fixture().clock.advance(Duration.ofSeconds(20));
        assertRefused("invalid-token", 401, () -> sessions().exchange(made.secret()));
    }

    @Test
    default void anApiTokenLosesWhatItsOwnerLoses() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        CreatedApiToken made =
                apiTokens().create(adam, adam.user(), wanted(Permission.MESSAGES_READ, Permission.ACCOUNTS_ADMINISTER));
        SessionId before = AccessScene.session(exchanged(made.secret()));

        fixture().auth.administration().changeRoles(owner, adam.user(), Set.of(Role.MEMBER));

        assertThat(isActive(before)).as("what it was exchanged for").isFalse();
        Map<String, Object> claims = exchanged(made.secret());
        assertThat(AccessScene.strings(claims.get("permissions"))).containsExactly("messages:read");
        assertThat(isActive(AccessScene.session(claims))).isTrue();

        fixture().auth.administration().deactivate(owner, adam.user());
        assertThat(isActive(AccessScene.session(claims))).isFalse();
        assertRefused("invalid-token", 401, () -> sessions().exchange(made.secret()));
    }

    @Test
    default void nobodyMakesATokenForMoreThanTheyMay() {
        Caller.User owner = owner();
        Caller.User ada = AccessScene.as(fixture().signUp("ada"), Role.MEMBER);

        assertRefused("forbidden", 403, () -> apiTokens().create(ada, ada.user(), wanted(Permission.AUDIT_READ)));
        assertRefused("forbidden", 403, () -> apiTokens().create(ada, owner.user(), wanted(Permission.MESSAGES_READ)));
        assertRefused("forbidden", 403, () -> apiTokens().create(owner, ada.user(), wanted(Permission.MESSAGES_READ)));
        assertRefused("forbidden", 403, () -> apiTokens().tokens(ada, owner.user()));
        for (Permission never : Permission.values()) {
            if (!never.inApiTokens()) {
                assertRefused("forbidden", 403, () -> apiTokens().create(owner, owner.user(), wanted(never)));
            }
        }
        assertRefused("validation-failed", 400, () -> apiTokens().create(owner, owner.user(), wanted()));
        NewApiToken tooLong = new NewApiToken(
                "ci",
                Set.of(Permission.MESSAGES_READ),
                fixture().clock.instant().plus(Duration.ofDays(400)));
        assertRefused("validation-failed", 400, () -> apiTokens().create(owner, owner.user(), tooLong));
    }

    @Test
    default void aTokenAsksForARecentSignIn() {
        Caller.User owner = owner();
        fixture().clock.advance(Duration.ofMinutes(11));

        assertRefused(
                "step-up-required",
                401,
                () -> apiTokens().create(owner, owner.user(), wanted(Permission.MESSAGES_READ)));
        assertRefused(
                "step-up-required",
                401,
                () -> breakGlass().open(owner, new Opening(Permission.AUDIT_READ, null, REASON, 5)));
    }

    @Test
    default void aServiceAccountActsByTokensOnly() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);

        Account robot = serviceAccounts().create(adam, new NewServiceAccount("robot", "Robot"));
        CreatedApiToken made = apiTokens().create(adam, robot.id(), wanted(Permission.MESSAGES_SEND));

        assertThat(robot.roles()).containsExactly(Role.BOT);
        assertThat(serviceAccounts().all(adam)).containsExactly(robot);
        assertThat(exchanged(made.secret())).containsEntry("sub", robot.id().value());
        assertRefused("invalid-credentials", 401, () -> sessions().logIn(Fixture.login("robot")));
        assertRefused("invalid-credentials", 401, () -> sessions().logIn(Fixture.login("robot", " ")));
        assertRefused(
                "user-name-taken",
                409,
                () -> serviceAccounts().create(adam, new NewServiceAccount("ROBOT", "Another")));
        for (Set<Role> other : List.of(Set.of(Role.MEMBER), Set.of(Role.BOT, Role.MEMBER))) {
            assertRefused(
                    "validation-failed",
                    400,
                    () -> fixture().auth.administration().changeRoles(owner, robot.id(), other));
        }
        assertRefused(
                "validation-failed",
                400,
                () -> fixture().auth.administration().changeRoles(owner, adam.user(), Set.of(Role.BOT)));

        fixture().auth.administration().deactivate(adam, robot.id());
        assertRefused("invalid-token", 401, () -> sessions().exchange(made.secret()));
    }

    /// Or administrators would read by robots what they may not read themselves.
    @Test
    default void aTokenOfAServiceAccountAllowsNoMoreThanItsMakerMay() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        Account robot = serviceAccounts().create(adam, new NewServiceAccount("robot", "Robot"));
        CustomRole auditor = customRoles().create(owner, new RoleDefinition("Auditor", Set.of(Permission.AUDIT_READ)));
        customRoles().assign(owner, robot.id(), Set.of(auditor.id()));

        assertRefused("forbidden", 403, () -> apiTokens().create(adam, robot.id(), wanted(Permission.AUDIT_READ)));
        CreatedApiToken made = apiTokens().create(owner, robot.id(), wanted(Permission.AUDIT_READ));
        assertThat(AccessScene.strings(exchanged(made.secret()).get("permissions")))
                .containsExactly("audit:read");
        assertRefused(
                "forbidden",
                403,
                () -> serviceAccounts()
                        .create(
                                AccessScene.as(fixture().signUp("ada"), Role.MEMBER),
                                new NewServiceAccount("other", "Other")));
    }
}
