package dev.parley.app.config;

import dev.parley.client.audit.AuditTrailConfig;
import dev.parley.core.config.ByteSize;
import java.nio.file.Path;
import java.time.Duration;

/// The spool in which audit records wait until compliance has taken them.
///
/// @param maxSpool when it is full, requests are refused
/// @param batch records at which they are sent
/// @param interval the longest that a record waits for others
/// @param syncInterval the most that a loss of power can take of what was recorded
public record AuditSettings(ByteSize maxSpool, int batch, Duration interval, Duration syncInterval) {
    public static final AuditSettings DEFAULTS = of(AuditTrailConfig.in(Path.of("spool")));

    public AuditSettings {
        if (maxSpool.bytes() < AuditTrailConfig.MIN_BYTES) {
            throw new IllegalArgumentException("maxSpool: must be at least 1MiB");
        }
        if (batch < 1 || batch > 500) {
            throw new IllegalArgumentException("batch: must be 1 to 500");
        }
        if (!interval.isPositive()) {
            throw new IllegalArgumentException("interval: must be positive");
        }
        if (!syncInterval.isPositive()) {
            throw new IllegalArgumentException("syncInterval: must be positive");
        }
    }

    private static AuditSettings of(AuditTrailConfig trail) {
        return new AuditSettings(new ByteSize(trail.maxBytes()), trail.batch(), trail.interval(), trail.syncInterval());
    }

    /// The configuration of a service's trail in a folder.
    public AuditTrailConfig of(String service, Path folder) {
        return new AuditTrailConfig(service, folder, maxSpool.bytes(), batch, interval, syncInterval);
    }
}
