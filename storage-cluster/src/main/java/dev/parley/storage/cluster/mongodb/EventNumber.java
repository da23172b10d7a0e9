package dev.parley.storage.cluster.mongodb;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/// The ids of events in the outbox: microseconds since 1970 in the upper bits, the hash of tenant and key in the
/// lower 10. So they rise with time, two keys seldom get the same (the outbox then refuses the second, which is
/// tried again), and a key whose counter was forgotten goes on above its old ids. They suffice until the year 2255.
final class EventNumber {
    private static final int HASH_BITS = 10;
    private static final int GOLDEN_RATIO = 0x9E3779B9;

    private EventNumber() {}

    /// The id of the next event of a key.
    ///
    /// @param last of the key's last event, or 0
    static long next(Instant now, String key, long last) {
        long micros = TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
        long hash = (key.hashCode() * GOLDEN_RATIO) >>> (Integer.SIZE - HASH_BITS);
        return Math.max((micros << HASH_BITS) | hash, last + (1L << HASH_BITS));
    }
}
