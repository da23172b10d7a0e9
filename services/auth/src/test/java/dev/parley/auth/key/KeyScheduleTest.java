package dev.parley.auth.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyScheduleTest {
    private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
    private static final Duration ANNOUNCED = Duration.ofDays(1);
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);
    private static final KeySchedule SCHEDULE = new KeySchedule(Duration.ofDays(30), ANNOUNCED, TOKEN_LIFE);

    private final List<SigningKey> keys = new ArrayList<>();

    private void complete(Instant now) {
        keys.removeIf(key -> !now.isBefore(key.expiresAt()));
        while (SCHEDULE.missing(keys, now).isPresent()) {
            Instant signsFrom = SCHEDULE.missing(keys, now).get();
            long generation = keys.isEmpty() ? 1 : keys.getLast().generation() + 1;
            if (!keys.isEmpty()) {
                keys.add(keys.removeLast().expiringAt(SCHEDULE.expiry(signsFrom)));
            }
            keys.add(new SigningKey(generation, "", "", now, signsFrom, SigningKey.NEVER));
        }
    }

    @Test
    void beginsWithOneKeyThatSignsAndOneThatWill() {
        complete(START);

        assertThat(keys).hasSize(2);
        assertThat(keys.get(0).signsFrom()).isEqualTo(START);
        assertThat(keys.get(1).signsFrom()).isEqualTo(START.plus(Duration.ofDays(30)));
        assertThat(KeySchedule.current(keys, START)).isZero();
    }

    /// Ten years of uses at random times, some after a standstill of months.
    @Test
    void noKeySignsUnannouncedAndNoneDisappearsBeforeItsTokens() {
        long seed = Long.getLong("parley.test.seed", System.nanoTime());
        Random random = new Random(seed);
        Instant now = START;
        while (now.isBefore(START.plus(Duration.ofDays(3650)))) {
            complete(now);
            SigningKey signing = keys.get(KeySchedule.current(keys, now));
            Instant tokenEnd = now.plus(TOKEN_LIFE);

            assertThat(keys).as("seed %d", seed).hasSizeBetween(2, 3);
            assertThat(signing.signsFrom()).as("seed %d", seed).isBeforeOrEqualTo(now);
            assertThat(signing.expiresAt()).as("seed %d", seed).isAfter(tokenEnd);
            if (signing.generation() > 1) {
                assertThat(Duration.between(signing.createdAt(), now))
                        .as("seed %d", seed)
                        .isGreaterThanOrEqualTo(ANNOUNCED);
            }
            now = now.plusSeconds(random.nextInt(20) == 0 ? random.nextInt(20_000_000) : random.nextInt(100_000));
        }
        assertThat(keys.getLast().generation()).isGreaterThan(30);
    }
}
