package dev.parley.client.token;

import static dev.parley.client.token.InMemoryAuth.SESSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class RevocationFeedTest {
    private final SettableClock clock = new SettableClock();
    private final InMemoryAuth auth = new InMemoryAuth(clock);
    private final RevocationFeed feed = new RevocationFeed(auth, clock);

    @Test
    void decidesFromMemoryWhileItsKnowledgeIsYoung() {
        feed.poll();
        clock.advance(RevocationFeed.MAX_AGE);

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isFalse();
        assertThat(auth.statusReads).hasValue(0);
    }

    @Test
    void learnsOfARevocationByTheNextQuestion() {
        feed.poll();
        auth.revoke(SESSION);
        feed.poll();

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
    }

    @Test
    void asksAboutTheSessionWhenItsKnowledgeIsOld() {
        feed.poll();
        auth.revoke(SESSION);
        clock.advance(RevocationFeed.MAX_AGE.plusMillis(1));

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
        assertThat(auth.statusReads).hasValue(1);
    }

    @Test
    void keepsAnAnswerAboutOneSessionNoLongerThanASecond() {
        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isFalse();
        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isFalse();
        assertThat(auth.statusReads).hasValue(1);
        auth.revoke(SESSION);
        clock.advance(RevocationFeed.MAX_AGE.plusMillis(1));

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
    }

    @Test
    void letsNobodyInWhenNothingCanBeKnown() {
        feed.poll();
        auth.silent = true;
        feed.poll();
        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isFalse();
        clock.advance(RevocationFeed.MAX_AGE.plusMillis(1));

        assertThatThrownBy(() -> feed.isRevoked(TenantId.DEFAULT, SESSION))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void stillRefusesWhatItKnowsAsRevokedWhileAuthIsAway() {
        auth.revoke(SESSION);
        feed.poll();
        auth.silent = true;
        clock.advance(Duration.ofMinutes(5));

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
    }

    @Test
    void knowsNothingAfterTheClockWasSetBack() {
        feed.poll();
        clock.advance(Duration.ofMinutes(-10));

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isFalse();
        assertThat(auth.statusReads).hasValue(1);
    }

    @Test
    void listensToTheSignalBeforeAnyQuestion() {
        feed.poll();
        feed.revoked(SESSION);

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
    }

    @Test
    void remembersARevocationForAsLongAsATokenCanLive() {
        feed.revoked(SESSION);
        clock.advance(AccessTokenProfile.MAX_LIFE);
        feed.poll();

        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue();
    }

    @Test
    void saysThatItKnowsNothingFromFiveSecondsOfSilenceOn() {
        assertThatThrownBy(feed::check).isInstanceOf(StoreUnavailableException.class);
        feed.poll();
        auth.silent = true;
        clock.advance(RevocationFeed.MAX_SILENCE);
        feed.poll();
        assertThatCode(feed::check).doesNotThrowAnyException();

        clock.advance(Duration.ofMillis(1));
        assertThatThrownBy(feed::check)
                .isInstanceOf(StoreUnavailableException.class)
                .hasMessage("auth last told of revoked sessions at 2026-01-31T09:30:00Z");

        auth.silent = false;
        feed.poll();
        assertThatCode(feed::check).doesNotThrowAnyException();
        clock.advance(Duration.ofMinutes(-1));
        assertThatThrownBy(feed::check)
                .as("after the clock was set back")
                .isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void asksByItselfOnceStarted() {
        auth.revoke(SESSION);
        feed.start();
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(feed.isRevoked(TenantId.DEFAULT, SESSION)).isTrue());
        feed.close();
    }
}
