package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class EventNumberTest {
    private static final Instant NOON = Instant.parse("2026-01-31T12:00:00.000001Z");

    @Test
    void risesWithTime() {
        long first = EventNumber.next(NOON, "key", 0);
        assertThat(EventNumber.next(NOON.plusNanos(1000), "key", first)).isGreaterThan(first);
    }

    @Test
    void risesWhenTheClockStandsOrGoesBack() {
        long first = EventNumber.next(NOON, "key", 0);
        long second = EventNumber.next(NOON, "key", first);
        assertThat(second).isGreaterThan(first);
        assertThat(EventNumber.next(NOON.minusSeconds(3600), "key", second)).isGreaterThan(second);
    }

    /// Ids that two keys count up from the same microsecond stay apart.
    @Test
    void keepsKeysApart() {
        long a = EventNumber.next(NOON, "a", 0);
        long b = EventNumber.next(NOON, "b", 0);
        for (int i = 0; i < 100; i++) {
            assertThat(a).isNotEqualTo(b);
            a = EventNumber.next(NOON, "a", a);
            b = EventNumber.next(NOON, "b", b);
        }
    }

    @Test
    void isPositiveForTwoCenturies() {
        assertThat(EventNumber.next(Instant.parse("2226-01-01T00:00:00Z"), "key", 0))
                .isPositive();
    }
}
