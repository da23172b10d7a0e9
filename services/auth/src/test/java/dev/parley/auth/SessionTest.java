package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.Session.Decision;
import dev.parley.core.id.UserId;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SessionTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final AuthConfig.Lifetimes LIFETIMES =
            new AuthConfig.Lifetimes(Duration.ofMinutes(5), Duration.ofDays(30), Duration.ofDays(90), GRACE, 100);
    private static final UserId USER = new UserId("usr_00000000000000000000000001");
    private static final Session FRESH = Session.begin(USER, "laptop", "hash-0", NOW, LIFETIMES);
    private static final Session ONCE = FRESH.rotated("hash-1", "salt-1", NOW, LIFETIMES);
    private static final Session TWICE = ONCE.rotated("hash-2", "salt-2", NOW, LIFETIMES);

    @Test
    void exchangesTheCurrentToken() {
        assertThat(FRESH.decide("hash-0", NOW, GRACE)).isEqualTo(new Decision.Rotate());
        assertThat(TWICE.decide("hash-2", NOW, GRACE)).isEqualTo(new Decision.Rotate());
    }

    @Test
    void repeatsItsAnswerWithinTheGrace() {
        Instant justBefore = NOW.plus(GRACE).minusMillis(1);

        assertThat(ONCE.decide("hash-0", justBefore, GRACE)).isEqualTo(new Decision.Repeat("salt-1"));
        assertThat(TWICE.decide("hash-1", justBefore, GRACE)).isEqualTo(new Decision.Repeat("salt-2"));
    }

    @Test
    void revokesWhenAUsedTokenComesBack() {
        assertThat(ONCE.decide("hash-0", NOW.plus(GRACE), GRACE)).isEqualTo(new Decision.Revoke());
        assertThat(TWICE.decide("hash-0", NOW, GRACE)).isEqualTo(new Decision.Revoke());
        assertThat(ONCE.decide("hash-0", NOW, Duration.ZERO)).isEqualTo(new Decision.Revoke());
    }

    @Test
    void endsWhenIdle() {
        Instant idleEnd = NOW.plus(LIFETIMES.idle());

        assertThat(FRESH.decide("hash-0", idleEnd.minusMillis(1), GRACE)).isEqualTo(new Decision.Rotate());
        assertThat(FRESH.decide("hash-0", idleEnd, GRACE)).isEqualTo(new Decision.Refuse());
    }

    @Test
    void endsAtItsAbsoluteEndHoweverOftenItIsRefreshed() {
        Session session = FRESH;
        Instant now = NOW;
        int refreshes = 0;
        while (session.isActive(now)) {
            session = session.rotated("hash", "salt", now, LIFETIMES);
            now = now.plus(Duration.ofDays(1));
            refreshes++;
        }

        assertThat(refreshes).isEqualTo(90);
        assertThat(session.expiresAt()).isEqualTo(NOW.plus(LIFETIMES.absolute()));
    }
}
