package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.ApiTokensApi;
import dev.parley.api.auth.ApiTokensApi.CreatedApiToken;
import dev.parley.api.auth.ApiTokensApi.NewApiToken;
import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.BreakGlassApi.Opened;
import dev.parley.api.auth.BreakGlassApi.Opening;
import dev.parley.api.auth.CustomRolesApi;
import dev.parley.api.auth.CustomRolesApi.CustomRole;
import dev.parley.api.auth.CustomRolesApi.RoleDefinition;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.api.auth.ServiceAccountsApi.NewServiceAccount;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What roles of the tenant's making, API tokens, service accounts and break-glass promise, on the objects as well
/// as over HTTP.
interface AccessContract {
    ConversationId CONVERSATION = new ConversationId("cnv_01h455vb4pex5vsknk084sn02q");
    String REASON = "complaint 4711 of a customer";

    CustomRolesApi customRoles();

    ApiTokensApi apiTokens();

    ServiceAccountsApi serviceAccounts();

    BreakGlassApi breakGlass();

    SessionsApi sessions();

    Fixture fixture();

    static Caller.User as(Tokens tokens, Role... roles) {
        return new Caller.User(TenantId.DEFAULT, tokens.userId(), tokens.sessionId(), Set.of(roles));
    }

    private Caller.User owner() {
        return as(fixture().signUp("owner"), Role.OWNER, Role.MEMBER);
    }

    private Caller.User admin(Caller.User owner) {
        Tokens tokens = fixture().signUp("adam");
        fixture().auth.administration().changeRoles(owner, tokens.userId(), Set.of(Role.ADMIN, Role.MEMBER));
        return as(tokens, Role.ADMIN, Role.MEMBER);
    }

    private boolean isActive(SessionId session) {
        return sessions().isActive(TenantId.DEFAULT, session);
    }

    private NewApiToken wanted(Permission... scopes) {
        return new NewApiToken("ci", Set.of(scopes), fixture().clock.instant().plus(Duration.ofDays(30)));
    }

    private Map<String, Object> exchanged(Secret apiToken) {
        return FactorScene.claims(sessions().exchange(apiToken).accessToken());
    }

    private static SessionId session(Map<String, Object> claims) {
        return new SessionId(String.valueOf(claims.get("sid")));
    }

    private List<String> permissionsOnSignIn(String userName) {
        Map<String, Object> claims =
                FactorScene.claims(sessions().logIn(Fixture.login(userName)).accessToken());
        return strings(claims.get("permissions"));
    }

    private static List<String> strings(@Nullable Object claim) {
        return ((List<?>) Objects.requireNonNull(claim))
                .stream().map(String.class::cast).toList();
    }

    // --- roles of the tenant's making

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

    // --- API tokens

    @Test
    default void anApiTokenAllowsWhatItWasMadeForAndNoMore() {
        Caller.User owner = owner();

        CreatedApiToken made = apiTokens().create(owner, owner.user(), wanted(Permission.MESSAGES_READ));
        Map<String, Object> claims = exchanged(made.secret());

        assertThat(new String(made.secret().reveal(), StandardCharsets.US_ASCII))
                .matches("prlpat_[0-9A-Za-z]{49}");
        assertThat(strings(claims.get("permissions"))).containsExactly("messages:read");
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
        SessionId session = session(exchanged(made.secret()));
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
        SessionId before = session(exchanged(made.secret()));

        fixture().auth.administration().changeRoles(owner, adam.user(), Set.of(Role.MEMBER));

        assertThat(isActive(before)).as("what it was exchanged for").isFalse();
        Map<String, Object> claims = exchanged(made.secret());
        assertThat(strings(claims.get("permissions"))).containsExactly("messages:read");
        assertThat(isActive(session(claims))).isTrue();

        fixture().auth.administration().deactivate(owner, adam.user());
        assertThat(isActive(session(claims))).isFalse();
        assertRefused("invalid-token", 401, () -> sessions().exchange(made.secret()));
    }

    @Test
    default void nobodyMakesATokenForMoreThanTheyMay() {
        Caller.User owner = owner();
        Caller.User ada = as(fixture().signUp("ada"), Role.MEMBER);

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

    // --- service accounts

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
        assertThat(strings(exchanged(made.secret()).get("permissions"))).containsExactly("audit:read");
        assertRefused(
                "forbidden",
                403,
                () -> serviceAccounts()
                        .create(as(fixture().signUp("ada"), Role.MEMBER), new NewServiceAccount("other", "Other")));
    }

    // --- break-glass

    @Test
    default void aBreakGlassOpensOneThingForAWhileAndOnRecord() {
        Caller.User adam = admin(owner());

        Opened opened = breakGlass().open(adam, new Opening(null, CONVERSATION, REASON, 60));
        Map<String, Object> claims = FactorScene.claims(opened.token().accessToken());

        assertThat(claims)
                .containsEntry("via", "break-glass")
                .containsEntry("opened", CONVERSATION.value())
                .containsEntry("sub", adam.user().value());
        assertThat(strings(claims.get("permissions")))
                .containsExactlyInAnyOrder("conversations:read", "messages:read", "media:read");
        assertThat((List<?>) claims.get("roles")).isEmpty();
        assertThat(opened.token().expiresInSeconds()).isEqualTo(3600);
        assertThat(session(claims)).isNotEqualTo(adam.session());
        assertThat(fixture().audit.last()).satisfies(record -> {
            assertThat(record.action()).isEqualTo("authz.admin.break_glass.opened");
            assertThat(record.details()).containsEntry("conversation", CONVERSATION.value());
            assertThat(record.details().toString()).doesNotContain(REASON);
            assertThat(record.personal()).containsEntry("reason", REASON);
        });

        fixture().clock.advance(Duration.ofMinutes(60));
        assertThat(isActive(session(claims))).as("it ends by itself").isFalse();
    }

    @Test
    default void everybodyWhoReviewsSeesItAndCanEndIt() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        Caller.User officer = as(fixture().signUp("olga"), Role.COMPLIANCE_OFFICER);
        Caller.User otherAdmin = as(fixture().signUp("otto"), Role.ADMIN);
        Opened opened = breakGlass().open(adam, new Opening(Permission.AUDIT_READ, null, REASON, 60));
        String id = opened.breakGlass().id();
        Map<String, Object> claims = FactorScene.claims(opened.token().accessToken());
        assertThat(strings(claims.get("permissions"))).containsExactly("audit:read");

        assertThat(breakGlass().all(officer)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(owner)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(adam)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(otherAdmin)).isEmpty();
        assertRefused("not-found", 404, () -> breakGlass().end(otherAdmin, id));
        assertThat(isActive(session(claims))).isTrue();

        breakGlass().end(officer, id);

        assertThat(isActive(session(claims))).isFalse();
        assertThat(isActive(adam.session())).as("the sign-in behind it goes on").isTrue();
        assertThat(breakGlass().all(officer))
                .singleElement()
                .satisfies(ended -> assertThat(ended.endedAt()).isNotNull());
        assertThat(fixture().audit.last().action()).isEqualTo("authz.admin.break_glass.ended");
        breakGlass().end(adam, id);
        assertThat(fixture().audit.actions()).containsOnlyOnce("authz.admin.break_glass.ended");
        // As long as its token could have lived: a service that starts later must learn of it too.
        fixture().clock.advance(Duration.ofMinutes(59));
        assertThat(sessions().revocations(Fixture.START).revocations())
                .anySatisfy(revocation -> assertThat(revocation.sessionId()).isEqualTo(session(claims)));
    }

    @Test
    default void aBreakGlassEndsWithTheRole() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        Opened opened = breakGlass().open(adam, new Opening(Permission.AUDIT_READ, null, REASON, 60));
        SessionId session = session(FactorScene.claims(opened.token().accessToken()));

        fixture().auth.administration().changeRoles(owner, adam.user(), Set.of(Role.MEMBER));

        assertThat(isActive(session)).isFalse();
    }

    @Test
    default void aBreakGlassOpensNothingElseAndNeedsAReason() {
        Caller.User owner = owner();
        Caller.User ada = as(fixture().signUp("ada"), Role.MEMBER, Role.COMPLIANCE_OFFICER);

        assertRefused("forbidden", 403, () -> breakGlass().open(ada, new Opening(null, CONVERSATION, REASON, 5)));
        assertRefused("forbidden", 403, () -> breakGlass().all(as(fixture().signUp("eve"), Role.MEMBER)));
        for (Opening wrong : List.of(
                new Opening(null, null, REASON, 5),
                new Opening(Permission.AUDIT_READ, CONVERSATION, REASON, 5),
                new Opening(Permission.KEYS_USE, null, REASON, 5),
                new Opening(Permission.AUDIT_READ, null, "because", 5),
                new Opening(Permission.AUDIT_READ, null, "\u200b".repeat(20), 5),
                new Opening(Permission.AUDIT_READ, null, REASON, 0),
                new Opening(Permission.AUDIT_READ, null, REASON, 61))) {
            assertRefused("validation-failed", 400, () -> breakGlass().open(owner, wrong));
        }
        assertThat(breakGlass().all(owner)).isEmpty();
    }
}
