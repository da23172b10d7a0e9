package dev.parley.storage.event;

import java.time.Duration;

/// How a consumer's events are put into batches.
///
/// @param maxEvents most events of a batch, 1 to 10,000
/// @param linger how long an event waits for others to fill its batch, zero when none waits: for work that costs as
///     much for one event as for many, as a commit does
public record Batching(int maxEvents, Duration linger) {
    /// Events are handed over as they come.
    public static final Batching AT_ONCE = new Batching(200, Duration.ZERO);

    private static final int MOST_EVENTS = 10_000;

    public Batching {
        if (maxEvents < 1 || maxEvents > MOST_EVENTS || linger.isNegative()) {
            throw new IllegalArgumentException(maxEvents + " events, " + linger);
        }
    }
}
