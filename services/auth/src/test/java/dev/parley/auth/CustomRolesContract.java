package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.CustomRolesApi.CustomRole;
import dev.parley.api.auth.CustomRolesApi.RoleDefinition;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.UserId;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What roles of the tenant's making promise. On the objects as well as over HTTP.
interface CustomRolesContract extends AccessScene {
    @Test
    default void aRoleGivesItsPermissionsWithTheNextSignIn() {
        Caller.User owner = owner();
        Tokens ada = fixture().signUp("ada");
        CustomRole auditor = customRoles().create(owner, new RoleDefinition("Auditor", Set.of(Permission.AUDIT_READ)));

        customRoles().assign(owner, ada.userId(), Set.of(auditor.id()));

        assertThat(isActive(ada.sessionId()))
                .as("who only gains stays signed in")
                .isTrue();
        assertThat(permissionsOnSignIn("ada")).contains("audit:read", "messages:read");
        assertThat(customRoles().all(owner)).containsExactly(auditor);
        assertThat(customRoles().rolesOf(owner, ada.userId())).containsExactly(auditor);
        assertThat(fixture().audit.actions()).contains("privilege.role.created", "authz.change");
    }

    @Test
    default void whoeverLosesAPermissionIsSignedOut() {
        Caller.User owner = owner();
        UserId ada = fixture().signUp("ada").userId();
        RoleDefinition wide =
                new RoleDefinition("Auditor", Set.of(Permission.AUDIT_READ, Permission.ACCOUNTS_ADMINISTER));
        CustomRole role = customRoles().create(owner, wide);
        customRoles().assign(owner, ada, Set.of(role.id()));

        Tokens first = sessions().logIn(Fixture.login("ada"));
        customRoles().change(owner, role.id(), new RoleDefinition("Auditors", wide.permissions()));
        assertThat(isActive(first.sessionId())).as("another name takes nothing").isTrue();
        customRoles().change(owner, role.id(), new RoleDefinition("Auditors", Set.of(Permission.AUDIT_READ)));
        assertThat(isActive(first.sessionId())).as("the role is less").isFalse();
        assertThat(permissionsOnSignIn("ada")).contains("audit:read").doesNotContain("accounts:administer");

        Tokens second = sessions().logIn(Fixture.login("ada"));
        customRoles().assign(owner, ada, Set.of());
        assertThat(isActive(second.sessionId())).as("the role was taken").isFalse();

        customRoles().assign(owner, ada, Set.of(role.id()));
        Tokens third = sessions().logIn(Fixture.login("ada"));
        customRoles().delete(owner, role.id());
        assertThat(isActive(third.sessionId()))
                .as("there is no such role any more")
                .isFalse();
        assertThat(customRoles().rolesOf(owner, ada)).isEmpty();
        assertThat(FactorScene.claims(sessions().logIn(Fixture.login("ada")).accessToken()))
                .doesNotContainKey("permissions");
    }

    @Test
    default void nobodyGivesWhatIsReserved() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);

        for (Permission reserved : Permission.values()) {
            if (!reserved.inCustomRoles()) {
                assertRefused(
                        "forbidden",
                        403,
                        () -> customRoles().create(owner, new RoleDefinition("too much", Set.of(reserved))));
            }
        }
        RoleDefinition harmless = new RoleDefinition("Reader", Set.of(Permission.MESSAGES_READ));
        assertRefused("forbidden", 403, () -> customRoles().create(adam, harmless));
        assertRefused("forbidden", 403, () -> customRoles().all(adam));
        CustomRole role = customRoles().create(owner, harmless);
        assertRefused("forbidden", 403, () -> customRoles().assign(adam, adam.user(), Set.of(role.id())));
        assertRefused("forbidden", 403, () -> customRoles().delete(adam, role.id()));
        assertRefused(
                "validation-failed",
                400,
                () -> customRoles().assign(owner, adam.user(), Set.of("rol_01h455vb4pex5vsknk084sn02q")));
    }

    /// Whoever may read what an administrator does must not be in an administrator's hand, by whichever role.
    @Test
    default void anAdministratorHasNoPowerOverWhoMayDoMore() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        UserId ada = fixture().signUp("ada").userId();
        CustomRole auditor = customRoles().create(owner, new RoleDefinition("Auditor", Set.of(Permission.AUDIT_READ)));
        fixture().auth.administration().endSessions(adam, ada);

        customRoles().assign(owner, ada, Set.of(auditor.id()));

        assertRefused("forbidden", 403, () -> fixture().auth.administration().endSessions(adam, ada));
        assertRefused("forbidden", 403, () -> fixture().auth.administration().deactivate(adam, ada));
        assertRefused("forbidden", 403, () -> apiTokens().tokens(adam, ada));
    }

    /// The audit log refuses a detail that is longer, and would not have the event.
    @Test
    default void theLongestRoleFitsIntoItsEvent() {
        Set<Permission> all = Arrays.stream(Permission.values())
                .filter(Permission::inCustomRoles)
                .collect(Collectors.toSet());
        customRoles().create(owner(), new RoleDefinition("All", all));

        Map<String, String> details = fixture().audit.last().details();
        assertThat(details.values()).allMatch(value -> value.length() <= 256);
        assertThat(String.join(" ", details.values()).split(" ")).hasSize(all.size());
    }
}
