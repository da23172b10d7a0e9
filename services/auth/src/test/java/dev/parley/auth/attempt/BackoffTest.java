package dev.parley.auth.attempt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
    private static final Backoff BACKOFF =
            new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(1));

    private static Failures failures(long count, Instant last) {
        return new Failures(count, last, last.plus(BACKOFF.forgottenAfter()));
    }

    @Test
    void doublesBeyondTheFreeFailuresUpToTheLongest() {
        assertThat(BACKOFF.wait(Failures.NONE, NOW)).isZero();
        assertThat(BACKOFF.wait(failures(2, NOW), NOW)).isZero();
        assertThat(BACKOFF.wait(failures(3, NOW), NOW)).isEqualTo(Duration.ofSeconds(1));
        assertThat(BACKOFF.wait(failures(4, NOW), NOW)).isEqualTo(Duration.ofSeconds(2));
        assertThat(BACKOFF.wait(failures(8, NOW), NOW)).isEqualTo(Duration.ofSeconds(32));
        assertThat(BACKOFF.wait(failures(9, NOW), NOW)).isEqualTo(Duration.ofSeconds(60));
        assertThat(BACKOFF.wait(failures(Long.MAX_VALUE, NOW), NOW)).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void endsWhenTheWaitIsOver() {
        Failures failures = failures(4, NOW);

        assertThat(BACKOFF.wait(failures, NOW.plusMillis(1999))).isEqualTo(Duration.ofMillis(1));
        assertThat(BACKOFF.wait(failures, NOW.plusSeconds(2))).isZero();
        assertThat(BACKOFF.wait(failures, NOW.plusSeconds(9999))).isZero();
    }

    @Test
    void eachFailureKeepsTheCountAlive() {
        Failures one = BACKOFF.add(Failures.NONE, NOW);
        Failures two = BACKOFF.add(one, NOW.plusSeconds(10));

        assertThat(two)
                .isEqualTo(
                        new Failures(2, NOW.plusSeconds(10), NOW.plusSeconds(10).plus(Duration.ofHours(1))));
        assertThat(two.withoutOne().count()).isOne();
        assertThat(Failures.NONE.withoutOne().count()).isZero();
    }

    @Test
    void refusesWaitsWithoutEnd() {
        assertThatThrownBy(() -> new Backoff(1, Duration.ofSeconds(1), Duration.ofDays(2), Duration.ofDays(3)))
                .hasMessageStartingWith("longest:");
        assertThatThrownBy(() -> new Backoff(0, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofDays(3)))
                .hasMessageStartingWith("free:");
        assertThatThrownBy(() -> new Backoff(1, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(3)))
                .hasMessageStartingWith("first:");
        assertThatThrownBy(() -> new Backoff(1, Duration.ofSeconds(1), Duration.ofDays(1), Duration.ofHours(3)))
                .hasMessageStartingWith("forgottenAfter:");
    }
}
