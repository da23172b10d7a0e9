package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.AccountAdministrationApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What [AccountAdministrationApi] promises, on the object as well as over HTTP.
interface AccountAdministrationContract {
    AccountAdministrationApi administration();

    Fixture fixture();

    private static Caller.User as(Tokens tokens, Role... roles) {
        return new Caller.User(TenantId.DEFAULT, tokens.userId(), tokens.sessionId(), Set.of(roles));
    }

    private boolean isActive(Tokens tokens) {
        return fixture().auth.sessions().isActive(TenantId.DEFAULT, tokens.sessionId());
    }

    private Tokens logIn(String userName) {
        return fixture().auth.sessions().logIn(Fixture.login(userName), Fixture.HOME);
    }

    @Test
    default void anOwnerMakesOthersWhatTheyShallBe() {
        Caller.User owner = as(fixture().signUp("owner"), Role.OWNER, Role.MEMBER);
        Tokens ada = fixture().signUp("ada");

        assertThat(administration()
                        .changeRoles(owner, ada.userId(), Set.of(Role.COMPLIANCE_OFFICER, Role.MEMBER))
                        .roles())
                .containsExactlyInAnyOrder(Role.COMPLIANCE_OFFICER, Role.MEMBER);
        assertThat(isActive(ada)).as("who only gains stays signed in").isTrue();
        assertThat(fixture().audit.last().action()).isEqualTo("authz.change");

        administration().changeRoles(owner, ada.userId(), Set.of(Role.MEMBER));
        assertThat(isActive(ada)).as("who loses is signed out").isFalse();
        assertThat(logIn("ada")).isNotNull();
    }

    @Test
    default void anAdministratorHasNoPowerOverOwnersAndOfficers() {
        Tokens owner = fixture().signUp("owner");
        Tokens officer = fixture().signUp("officer");
        Tokens ada = fixture().signUp("ada");
        administration()
                .changeRoles(as(owner, Role.OWNER), officer.userId(), Set.of(Role.COMPLIANCE_OFFICER, Role.MEMBER));
        Caller.User admin = as(fixture().signUp("admin"), Role.ADMIN, Role.MEMBER);

        administration().changeRoles(admin, ada.userId(), Set.of(Role.ADMIN, Role.MEMBER));
        for (Role role : Set.of(Role.OWNER, Role.COMPLIANCE_OFFICER)) {
            assertRefused(
                    "forbidden",
                    403,
                    () -> administration().changeRoles(admin, ada.userId(), Set.of(role, Role.MEMBER)));
        }
        for (UserId beyond : Set.of(owner.userId(), officer.userId())) {
            assertRefused("forbidden", 403, () -> administration().changeRoles(admin, beyond, Set.of(Role.MEMBER)));
            assertRefused("forbidden", 403, () -> administration().deactivate(admin, beyond));
            assertRefused("forbidden", 403, () -> administration().reactivate(admin, beyond));
            assertRefused("forbidden", 403, () -> administration().endSessions(admin, beyond));
        }
        assertThat(isActive(owner)).isTrue();
        assertThat(isActive(officer)).isTrue();
    }

    /// The same answer, whether there is such an account or not.
    @Test
    default void whoAdministersNobodyIsRefused() {
        fixture().signUp("owner");
        Caller.User ada = as(fixture().signUp("ada"), Role.MEMBER, Role.COMPLIANCE_OFFICER);
        UserId bob = fixture().signUp("bob").userId();
        UserId nobody = new UserId("usr_00000000000000000000000001");

        for (UserId user : Set.of(bob, nobody)) {
            assertRefused("forbidden", 403, () -> administration().changeRoles(ada, user, Set.of(Role.MEMBER)));
            assertRefused("forbidden", 403, () -> administration().deactivate(ada, user));
            assertRefused("forbidden", 403, () -> administration().reactivate(ada, user));
            assertRefused("forbidden", 403, () -> administration().endSessions(ada, user));
        }
    }

    @Test
    default void anAccountIsClosedAndOpenedAgain() {
        Caller.User owner = as(fixture().signUp("owner"), Role.OWNER);
        Tokens ada = fixture().signUp("ada");

        administration().deactivate(owner, ada.userId());
        administration().deactivate(owner, ada.userId());
        assertThat(isActive(ada)).isFalse();
        assertRefused("invalid-credentials", 401, () -> logIn("ada"));
        assertThat(fixture().audit.actions()).containsOnlyOnce("user.archived");

        administration().reactivate(owner, ada.userId());
        administration().reactivate(owner, ada.userId());
        assertThat(logIn("ada")).isNotNull();
        assertThat(fixture().audit.actions()).containsOnlyOnce("user.restored");
    }

    @Test
    default void somebodyIsSignedOutEverywhere() {
        Caller.User owner = as(fixture().signUp("owner"), Role.OWNER);
        Tokens one = fixture().signUp("ada");
        Tokens two = logIn("ada");

        administration().endSessions(owner, one.userId());

        assertThat(isActive(one)).isFalse();
        assertThat(isActive(two)).isFalse();
        assertThat(logIn("ada")).isNotNull();
    }

    @Test
    default void thereIsAlwaysAnOwner() {
        Tokens first = fixture().signUp("owner");
        Tokens second = fixture().signUp("ada");
        Caller.User owner = as(first, Role.OWNER);

        assertRefused(
                "last-owner", 409, () -> administration().changeRoles(owner, first.userId(), Set.of(Role.MEMBER)));
        assertRefused("last-owner", 409, () -> administration().deactivate(owner, first.userId()));
        administration().changeRoles(owner, second.userId(), Set.of(Role.OWNER));
        administration().deactivate(owner, second.userId());
        assertRefused("last-owner", 409, () -> administration().deactivate(owner, first.userId()));
        administration().reactivate(owner, second.userId());
        administration().changeRoles(owner, first.userId(), Set.of(Role.MEMBER));
        assertRefused("last-owner", 409, () -> administration().deactivate(owner, second.userId()));
    }

    @Test
    default void whatDoesNotExistCannotBeAdministered() {
        Caller.User owner = as(fixture().signUp("owner"), Role.OWNER);
        UserId nobody = new UserId("usr_00000000000000000000000001");

        assertRefused("not-found", 404, () -> administration().deactivate(owner, nobody));
        assertRefused("not-found", 404, () -> administration().changeRoles(owner, nobody, Set.of(Role.MEMBER)));
    }
}
