package dev.parley.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before trying again: exponential with full jitter (Brooker, "Exponential Backoff And Jitter",
/// AWS 2015). The whole wait is random, so that many callers which failed together do not come back together.
///
/// @param first upper bound of the first wait
/// @param longest upper bound of every wait
public record Backoff(Duration first, Duration longest) {
    private static final int MAX_DOUBLINGS = 40;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("a backoff starts above zero and ends no lower than it starts");
        }
    }

    /// @param failures so far, at least 1
    /// @return between zero and `first` · 2^(`failures` − 1), never above `longest`
    public Duration delay(int failures, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(bound(failures).toNanos() + 1));
    }

    /// The longest that [#delay] returns after so many failures.
    public Duration bound(int failures) {
        int doublings = Math.min(Math.max(failures, 1) - 1, MAX_DOUBLINGS);
        long bound = first.toNanos();
        for (int i = 0; i < doublings && bound < longest.toNanos(); i++) {
            bound *= 2;
        }
        return Duration.ofNanos(Math.min(bound, longest.toNanos()));
    }
}
