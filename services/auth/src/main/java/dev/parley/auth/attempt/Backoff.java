package dev.parley.auth.attempt;

import java.time.Duration;
import java.time.Instant;

/// A wait that doubles with each failure beyond those that are free.
///
/// @param free failures without any wait, at least 1
/// @param first the wait after the first one beyond
/// @param longest where the doubling ends
/// @param forgottenAfter so long after the last failure they no longer count; at least `longest`
public record Backoff(int free, Duration first, Duration longest, Duration forgottenAfter) {
    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (free < 1) {
            throw new IllegalArgumentException("free: must be at least 1");
        }
        if (!first.isPositive() || first.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("first: must be positive and at most 1d");
        }
        if (longest.compareTo(first) < 0 || longest.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("longest: must be at least first and at most 1d");
        }
        if (forgottenAfter.compareTo(longest) < 0) {
            throw new IllegalArgumentException("forgottenAfter: must be at least longest");
        }
    }

    /// How long from `now` on the next attempt must wait; zero when it may be made at once.
    public Duration wait(Failures failures, Instant now) {
        if (failures.count() < free) {
            return Duration.ZERO;
        }
        int doublings = (int) Math.min(failures.count() - free, MOST_DOUBLINGS);
        Duration whole = first.multipliedBy(1L << doublings);
        Duration bounded = whole.compareTo(longest) > 0 ? longest : whole;
        Duration left = Duration.between(now, failures.last().plus(bounded));
        return left.isNegative() ? Duration.ZERO : left;
    }

    /// One failure more.
    public Failures add(Failures failures, Instant now) {
        return new Failures(failures.count() + 1, now, now.plus(forgottenAfter));
    }
}
