package dev.parley.client.audit;

import java.nio.file.Path;
import java.time.Duration;

/// @param service whose trail it is, for the metrics
/// @param folder of this trail alone; made if missing, readable by its owner only
/// @param maxBytes on disk; when they are used up, records are refused
/// @param batch records at which sending begins
/// @param interval the longest that a record waits for others
/// @param syncInterval how often what was written is brought to the disk itself: the most that a power cut takes
public record AuditTrailConfig(
        String service, Path folder, long maxBytes, int batch, Duration interval, Duration syncInterval) {
    /// Smallest `maxBytes`: a few segments.
    public static final long MIN_BYTES = 1 << 20;

    public AuditTrailConfig {
        if (maxBytes < MIN_BYTES || batch < 1 || interval.isNegative() || interval.isZero()) {
            throw new IllegalArgumentException(
                    "an audit trail has at least " + MIN_BYTES + " bytes and sends something");
        }
        if (syncInterval.isNegative() || syncInterval.isZero()) {
            throw new IllegalArgumentException("syncInterval must be above zero");
        }
    }

    /// 256 MiB (some 600,000 records), batches of 100 or each 5 s, synced each 100 ms; of a service called by the
    /// name of the folder.
    public static AuditTrailConfig in(Path folder) {
        return new AuditTrailConfig(
                String.valueOf(folder.getFileName()),
                folder,
                256L << 20,
                100,
                Duration.ofSeconds(5),
                Duration.ofMillis(100));
    }

    public AuditTrailConfig withService(String name) {
        return new AuditTrailConfig(name, folder, maxBytes, batch, interval, syncInterval);
    }

    public AuditTrailConfig withMaxBytes(long bytes) {
        return new AuditTrailConfig(service, folder, bytes, batch, interval, syncInterval);
    }

    public AuditTrailConfig withBatch(int records, Duration longestWait) {
        return new AuditTrailConfig(service, folder, maxBytes, records, longestWait, syncInterval);
    }

    public AuditTrailConfig withSyncInterval(Duration longest) {
        return new AuditTrailConfig(service, folder, maxBytes, batch, interval, longest);
    }
}
