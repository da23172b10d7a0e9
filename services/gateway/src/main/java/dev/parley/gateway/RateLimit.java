package dev.parley.gateway;

import java.time.Duration;

/// How often somebody may ask: at once up to `burst` times, over time `perSecond` times a second.
public record RateLimit(int burst, int perSecond) {
    private static final int MAX = 10_000_000;

    public RateLimit {
        if (burst < 1 || burst > MAX) {
            throw new IllegalArgumentException("burst: must be 1 to " + MAX);
        }
        if (perSecond < 1 || perSecond > MAX) {
            throw new IllegalArgumentException("perSecond: must be 1 to " + MAX);
        }
    }

    /// How long an empty bucket takes to be full again, rounded up to seconds, at least one.
    public Duration window() {
        return Duration.ofSeconds(Math.max(1, Math.ceilDiv(burst, perSecond)));
    }
}
