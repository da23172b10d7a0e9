package dev.parley.client.token;

import static dev.parley.client.token.InMemoryAuth.SESSION;
import static dev.parley.client.token.InMemoryAuth.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenVerifierTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryAuth auth = new InMemoryAuth(clock);
    private final RevocationFeed feed = new RevocationFeed(auth, clock);
    private final ServiceTokens serviceTokens = new ServiceTokens(Secret.of(new byte[32]), clock);
    private final TokenVerifier verifier = new TokenVerifier(auth, feed, serviceTokens, "messaging", clock);

    @Test
    void tellsTheUserOfAnAccessToken() {
        assertThat(verifier.authenticate(auth.token()))
                .isEqualTo(new Caller.User(TenantId.DEFAULT, USER, SESSION, Set.of(Role.OWNER, Role.MEMBER)));
    }

    @Test
    void tellsTheServiceOfAServiceToken() {
        assertThat(verifier.authenticate(serviceTokens.mint("search", "messaging", TenantId.DEFAULT)))
                .isEqualTo(new Caller.Service(TenantId.DEFAULT, "search"));
    }

    @Test
    void tellsTheUserForWhomAServiceActs() {
        Caller.User user = new Caller.User(TenantId.DEFAULT, USER, SESSION, Set.of(Role.COMPLIANCE_OFFICER));

        assertThat(verifier.authenticate(serviceTokens.mintFor("search", "messaging", user)))
                .isEqualTo(user);
    }

    @Test
    void asksForTheKeySetOnceForManyTokens() {
        for (int i = 0; i < 10; i++) {
            verifier.authenticate(auth.token());
            clock.advance(Duration.ofSeconds(1));
        }

        assertThat(auth.keySetReads).hasValue(1);
    }

    @Test
    void refusesACachedTokenFromTheSecondOnInWhichItExpires() {
        String token = auth.token();
        verifier.authenticate(token);
        clock.advance(Duration.ofMinutes(5).minusMillis(1));
        verifier.authenticate(token);

        clock.advance(Duration.ofMillis(1));

        assertRefused(token);
    }

    @Test
    void takesANewKeyWithoutWaitingForTheOldSetToAge() {
        verifier.authenticate(auth.token());
        clock.advance(SigningKeys.PATIENCE);
        auth.addKey("key-2");

        assertThat(verifier.authenticate(auth.token())).isInstanceOf(Caller.User.class);
        assertThat(auth.keySetReads).hasValue(2);
    }

    @Test
    void refusesACachedTokenWhoseKeyWasWithdrawn() {
        verifier.authenticate(auth.token());
        clock.advance(SigningKeys.FRESH.minusSeconds(10));
        String token = auth.token();
        verifier.authenticate(token);
        auth.withdrawKey("key-1");
        auth.addKey("key-2");

        clock.advance(Duration.ofSeconds(10));

        assertRefused(token);
    }

    @Test
    void asksForUnknownKeysOnlyOnceInAWhile() {
        verifier.authenticate(auth.token());
        clock.advance(SigningKeys.PATIENCE);
        for (int i = 0; i < 20; i++) {
            String forged =
                    InMemoryAuth.sign(auth.header().keyID("made-up-" + i).build(), "{}", auth.key());
            assertRefused(forged);
        }

        assertThat(auth.keySetReads).hasValue(2);
    }

    @Test
    void isUnavailableWhenTheKeySetWasNeverRead() {
        auth.silent = true;

        assertThatThrownBy(() -> verifier.authenticate(auth.token())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void goesOnWithTheLastKeySetWhileAuthIsAway() {
        verifier.authenticate(serviceTokens.mint("search", "messaging", TenantId.DEFAULT));
        verifier.authenticate(auth.token());
        clock.advance(SigningKeys.FRESH.plusSeconds(1));
        String token = auth.token();
        feed.poll();
        auth.silent = true;

        assertThat(verifier.authenticate(token)).isInstanceOf(Caller.User.class);
    }

    @Test
    void refusesARevokedSessionWithinOneSecondHoweverOftenItWasSeen() {
        String token = auth.token();
        feed.poll();
        verifier.authenticate(token);
        auth.revoke(SESSION);

        clock.advance(RevocationFeed.MAX_AGE.plusMillis(1));

        assertRefused(token);
    }

    @Test
    void refusesTheDelegatedTokenOfARevokedSessionToo() {
        Caller.User user = new Caller.User(TenantId.DEFAULT, USER, SESSION, Set.of());
        String token = serviceTokens.mintFor("search", "messaging", user);
        verifier.authenticate(token);
        feed.revoked(SESSION);

        assertRefused(token);
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> verifier.authenticate(token))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_TOKEN));
    }
}
