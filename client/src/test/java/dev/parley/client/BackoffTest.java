package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void staysWithinItsBoundsAndUsesAllOfThem() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Duration first = Duration.ofNanos(1 + random.nextLong(1_000_000_000L));
            Duration longest = first.plusNanos(random.nextLong(60_000_000_000L));
            Backoff backoff = new Backoff(first, longest);
            for (int failures = 1; failures < 70; failures++) {
                Duration bound = backoff.bound(failures);
                assertThat(bound).as("seed %d", seed).isBetween(first, longest);
                assertThat(backoff.delay(failures, random)).as("seed %d", seed).isBetween(Duration.ZERO, bound);
            }
        }
    }

    @Test
    void spreadsOverTheWholeOfItsBound() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(10));
        Random random = new Random(42);
        int[] quarters = new int[4];
        for (int i = 0; i < 4000; i++) {
            quarters[(int) Math.min(3, backoff.delay(3, random).toMillis() / 100)]++;
        }

        assertThat(java.util.Arrays.stream(quarters).boxed())
                .allSatisfy(count -> assertThat(count).isBetween(850, 1150));
    }

    @Test
    void doublesUntilTheLongest() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(700));

        assertThat(backoff.bound(1)).hasMillis(100);
        assertThat(backoff.bound(2)).hasMillis(200);
        assertThat(backoff.bound(3)).hasMillis(400);
        assertThat(backoff.bound(4)).hasMillis(700);
        assertThat(backoff.bound(Integer.MAX_VALUE)).hasMillis(700);
    }

    @Test
    void refusesBoundsThatMakeNoSense() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
