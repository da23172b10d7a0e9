package dev.parley.app.config;

import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.time.Duration;

/// The embedded stores.
///
/// @param eventRetention how long events are kept, consumed or not
/// @param sweepPeriod between two removals of what expired
public record StorageSettings(Duration eventRetention, Duration sweepPeriod) {
    public static final StorageSettings DEFAULTS = of(EmbeddedStorageConfig.of(Path.of("data")));

    public StorageSettings {
        if (!eventRetention.isPositive()) {
            throw new IllegalArgumentException("eventRetention: must be positive");
        }
        if (sweepPeriod.toMillis() < 1) {
            throw new IllegalArgumentException("sweepPeriod: must be at least 1ms");
        }
    }

    private static StorageSettings of(EmbeddedStorageConfig storage) {
        return new StorageSettings(storage.eventRetention(), storage.sweepPeriod());
    }

    /// The stores' configuration in a folder.
    public EmbeddedStorageConfig in(Path folder) {
        return new EmbeddedStorageConfig(folder, eventRetention, sweepPeriod);
    }
}
