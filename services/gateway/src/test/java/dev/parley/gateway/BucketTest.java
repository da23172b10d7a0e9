package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final RateLimit LIMIT = new RateLimit(3, 2);

    @Test
    void allowsTheBurstAndThenAsOftenAsItRefills() {
        Bucket bucket = Bucket.full(LIMIT, 0).taken().taken().taken();
        assertThat(bucket.allows()).isFalse();
        assertThat(bucket.untilNext(LIMIT)).isEqualTo(Duration.ofMillis(500));
        assertThat(bucket.refilled(LIMIT, 499).allows()).isFalse();
        assertThat(bucket.refilled(LIMIT, 500).allows()).isTrue();
    }

    @Test
    void neverHoldsMoreThanTheBurst() {
        assertThat(Bucket.full(LIMIT, 0).refilled(LIMIT, 1_000_000).tokens()).isEqualTo(3);
    }

    @Test
    void staysAsItIsWhenTheClockGoesBack() {
        Bucket bucket = Bucket.full(LIMIT, 10_000).taken().refilled(LIMIT, 5_000);
        assertThat(bucket).isEqualTo(new Bucket(2, 10_000));
    }

    @Test
    void saysHowLongItTakesToFill() {
        assertThat(LIMIT.window()).isEqualTo(Duration.ofSeconds(2));
        assertThat(new RateLimit(1, 1000).window()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void refusesLimitsThatAllowNothing() {
        assertThatThrownBy(() -> new RateLimit(0, 1)).hasMessageStartingWith("burst: ");
        assertThatThrownBy(() -> new RateLimit(1, 0)).hasMessageStartingWith("perSecond: ");
    }
}
