package dev.parley.storage.embedded;

import java.nio.file.Path;
import java.time.Duration;

/// @param folder holds all data; made when absent
/// @param eventRetention how long events are kept, consumed or not
/// @param sweepPeriod between two removals of what expired
public record EmbeddedStorageConfig(Path folder, Duration eventRetention, Duration sweepPeriod) {
    public EmbeddedStorageConfig {
        if (eventRetention.isNegative() || eventRetention.isZero()) {
            throw new IllegalArgumentException("events are kept for some time: " + eventRetention);
        }
        if (sweepPeriod.toMillis() < 1) {
            throw new IllegalArgumentException("the sweep needs a period: " + sweepPeriod);
        }
    }

    /// Events kept for seven days, a sweep every ten seconds.
    public static EmbeddedStorageConfig of(Path folder) {
        return new EmbeddedStorageConfig(folder, Duration.ofDays(7), Duration.ofSeconds(10));
    }
}
