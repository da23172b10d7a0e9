package dev.parley.auth;

import static dev.parley.auth.AccountsContract.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.BreakGlassApi.Opened;
import dev.parley.api.auth.BreakGlassApi.Opening;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.id.SessionId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What break-glass promises. On the objects as well as over HTTP.
interface BreakGlassContract extends AccessScene {
    @Test
    default void aBreakGlassOpensOneThingForAWhileAndOnRecord() {
        Caller.User adam = admin(owner());

        Opened opened = breakGlass().open(adam, new Opening(null, CONVERSATION, REASON, 60));
        Map<String, Object> claims = FactorScene.claims(opened.token().accessToken());

        assertThat(claims)
                .containsEntry("via", "break-glass")
                .containsEntry("opened", CONVERSATION.value())
                .containsEntry("sub", adam.user().value());
        assertThat(AccessScene.strings(claims.get("permissions")))
                .containsExactlyInAnyOrder("conversations:read", "messages:read", "media:read");
        assertThat((List<?>) claims.get("roles")).isEmpty();
        assertThat(opened.token().expiresInSeconds()).isEqualTo(3600);
        assertThat(AccessScene.session(claims)).isNotEqualTo(adam.session());
        assertThat(fixture().audit.last()).satisfies(record -> {
            assertThat(record.action()).isEqualTo("authz.admin.break-glass.opened");
            assertThat(record.details()).containsEntry("conversation", CONVERSATION.value());
            assertThat(record.details().toString()).doesNotContain(REASON);
            assertThat(record.personal()).containsEntry("reason", REASON);
        });

        fixture().clock.advance(Duration.ofMinutes(60));
        assertThat(isActive(AccessScene.session(claims)))
                .as("it ends by itself")
                .isFalse();
    }

    @Test
    default void everybodyWhoReviewsSeesItAndCanEndIt() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        Caller.User officer = AccessScene.as(fixture().signUp("olga"), Role.COMPLIANCE_OFFICER);
        Caller.User otherAdmin = AccessScene.as(fixture().signUp("otto"), Role.ADMIN);
        Opened opened = breakGlass().open(adam, new Opening(Permission.AUDIT_READ, null, REASON, 60));
        String id = opened.breakGlass().id();
        Map<String, Object> claims = FactorScene.claims(opened.token().accessToken());
        assertThat(AccessScene.strings(claims.get("permissions"))).containsExactly("audit:read");

        assertThat(breakGlass().all(officer)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(owner)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(adam)).containsExactly(opened.breakGlass());
        assertThat(breakGlass().all(otherAdmin)).isEmpty();
        assertRefused("not-found", 404, () -> breakGlass().end(otherAdmin, id));
        assertThat(isActive(AccessScene.session(claims))).isTrue();

        breakGlass().end(officer, id);

        assertThat(isActive(AccessScene.session(claims))).isFalse();
        assertThat(isActive(adam.session())).as("the sign-in behind it goes on").isTrue();
        assertThat(breakGlass().all(officer))
                .singleElement()
                .satisfies(ended -> assertThat(ended.endedAt()).isNotNull());
        assertThat(fixture().audit.last().action()).isEqualTo("authz.admin.break-glass.ended");
        breakGlass().end(adam, id);
        assertThat(fixture().audit.actions()).containsOnlyOnce("authz.admin.break-glass.ended");
        // As long as its token could have lived: a service that starts later must learn of it too.
        fixture().clock.advance(Duration.ofMinutes(59));
        assertThat(sessions().revocations(Fixture.START).revocations())
                .anySatisfy(revocation -> assertThat(revocation.sessionId()).isEqualTo(AccessScene.session(claims)));
    }

    @Test
    default void aBreakGlassEndsWithTheRole() {
        Caller.User owner = owner();
        Caller.User adam = admin(owner);
        Opened opened = breakGlass().open(adam, new Opening(Permission.AUDIT_READ, null, REASON, 60));
        SessionId session =
                AccessScene.session(FactorScene.claims(opened.token().accessToken()));

        fixture().auth.administration().changeRoles(owner, adam.user(), Set.of(Role.MEMBER));

        assertThat(isActive(session)).isFalse();
    }

    @Test
    default void aBreakGlassOpensNothingElseAndNeedsAReason() {
        Caller.User owner = owner();
        Caller.User ada = AccessScene.as(fixture().signUp("ada"), Role.MEMBER, Role.COMPLIANCE_OFFICER);

        assertRefused("forbidden", 403, () -> breakGlass().open(ada, new Opening(null, CONVERSATION, REASON, 5)));
        assertRefused(
                "forbidden",
                403,
                () -> breakGlass().all(AccessScene.as(fixture().signUp("eve"), Role.MEMBER)));
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
