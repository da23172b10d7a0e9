package dev.parley.auth;

import dev.parley.api.auth.ApiTokensApi;
import dev.parley.api.auth.ApiTokensApi.NewApiToken;
import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.CustomRolesApi;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An owner, an administrator, and what they hold; for contracts that run on the objects as well as over HTTP.
interface AccessScene {
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

    default Caller.User owner() {
        return as(fixture().signUp("owner"), Role.OWNER, Role.MEMBER);
    }

    default Caller.User admin(Caller.User owner) {
        Tokens tokens = fixture().signUp("adam");
        fixture().auth.administration().changeRoles(owner, tokens.userId(), Set.of(Role.ADMIN, Role.MEMBER));
        return as(tokens, Role.ADMIN, Role.MEMBER);
    }

    default boolean isActive(SessionId session) {
        return sessions().isActive(TenantId.DEFAULT, session);
    }

    default NewApiToken wanted(Permission... scopes) {
        return new NewApiToken("ci", Set.of(scopes), fixture().clock.instant().plus(Duration.ofDays(30)));
    }

    default Map<String, Object> exchanged(Secret apiToken) {
        return FactorScene.claims(sessions().exchange(apiToken).accessToken());
    }

    static SessionId session(Map<String, Object> claims) {
        return new SessionId(String.valueOf(claims.get("sid")));
    }

    default List<String> permissionsOnSignIn(String userName) {
        Map<String, Object> claims =
                FactorScene.claims(sessions().logIn(Fixture.login(userName)).accessToken());
        return strings(claims.get("permissions"));
    }

    static List<String> strings(@Nullable Object claim) {
        return ((List<?>) Objects.requireNonNull(claim))
                .stream().map(String.class::cast).toList();
    }
}
