package dev.parley.client.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// API tokens as every service verifies them, and what tokens say of permissions.
class ApiTokensAtVerifierTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryAuth auth = new InMemoryAuth(clock);
    private final RevocationFeed feed = new RevocationFeed(auth, clock);
    private final ServiceTokens serviceTokens = new ServiceTokens(Secret.of(new byte[32]), clock);
    private final TokenVerifier verifier = new TokenVerifier(auth, feed, serviceTokens, "messaging", clock);
    private final Secret apiToken = ApiTokenText.make(new SecureRandom());
    private final String text = new String(apiToken.reveal(), StandardCharsets.US_ASCII);

    @Test
    void anApiTokenIsExchangedOnceForAWhile() {
        auth.apiToken = apiToken;

        for (int i = 0; i < 10; i++) {
            Caller.User caller = (Caller.User) verifier.authenticate(text);
            assertThat(caller.rights())
                    .isEqualTo(new Rights(Set.of(Permission.MESSAGES_READ), Rights.Via.API_TOKEN, null));
            assertThat(caller.roles()).isEmpty();
        }
        assertThat(auth.exchanges).hasValue(1);

        clock.advance(Duration.ofMinutes(5));
        verifier.authenticate(text);
        assertThat(auth.exchanges).hasValue(2);
    }

    @Test
    void aRevokedOneIsRefusedWithinASecondHoweverOftenItWasSeen() {
        auth.apiToken = apiToken;
        feed.poll();
        verifier.authenticate(text);
        auth.apiToken = null;
        auth.revoke(auth.apiTokenSession);

        clock.advance(RevocationFeed.MAX_AGE.plusMillis(1));

        assertRefused(text);
    }

    /// The owner lost something: what the token was exchanged for is revoked, the token is not.
    @Test
    void isExchangedAnewWhenItsRightsHaveChanged() {
        auth.apiToken = apiToken;
        Caller.User before = (Caller.User) verifier.authenticate(text);
        auth.apiTokenSession = new SessionId("ses_01h455vb4pex5vsknk084sn02t");
        auth.revoke(before.session());
        feed.revoked(before.session());

        Caller.User after = (Caller.User) verifier.authenticate(text);

        assertThat(after.session()).isEqualTo(auth.apiTokenSession);
    }

    @Test
    void aTokenWithATypingErrorNeverGetsToAuth() {
        auth.apiToken = apiToken;
        for (int i = ApiTokenText.PREFIX.length(); i < text.length(); i++) {
            char other = text.charAt(i) == 'a' ? 'b' : 'a';
            assertRefused(text.substring(0, i) + other + text.substring(i + 1));
        }
        assertRefused(text + "a");
        assertRefused(text.substring(0, text.length() - 1));
        assertRefused(ApiTokenText.PREFIX);

        assertThat(auth.exchanges).hasValue(0);
    }

    @Test
    void isUnavailableWhileAuthIsAwayAndNotAccepted() {
        auth.silent = true;

        assertThatThrownBy(() -> verifier.authenticate(text)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void aServicePassesOnWhatATokenAllowsAndNoMore() {
        auth.apiToken = apiToken;
        Caller.User limited = (Caller.User) verifier.authenticate(text);
        Rights opened = new Rights(
                Set.of(Permission.MESSAGES_READ),
                Rights.Via.BREAK_GLASS,
                new ConversationId("cnv_01h455vb4pex5vsknk084sn02q"));
        Caller.User breakGlass =
                new Caller.User(TenantId.DEFAULT, InMemoryAuth.USER, InMemoryAuth.SESSION, Set.of(), opened);

        for (Caller.User user : List.of(limited, breakGlass)) {
            assertThat(verifier.authenticate(serviceTokens.mintFor("search", "messaging", user)))
                    .isEqualTo(user);
        }
    }

    @Test
    void refusesATokenWhosePermissionsItCannotRead() {
        for (Map.Entry<String, Object> wrong : List.<Map.Entry<String, Object>>of(
                Map.entry("permissions", "audit:read"),
                Map.entry("via", "something-new"),
                Map.entry("opened", "everything"))) {
            Map<String, Object> claims = auth.claims();
            claims.put("permissions", List.of("messages:read"));
            claims.put(wrong.getKey(), wrong.getValue());
            assertRefused(InMemoryAuth.sign(auth.header().build(), dev.parley.core.json.Json.text(claims), auth.key()));
        }
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.authenticate(token))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_TOKEN));
    }
}
