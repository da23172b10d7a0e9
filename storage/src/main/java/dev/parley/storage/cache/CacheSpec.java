package dev.parley.storage.cache;

import java.time.Duration;

/// @param name lower case letters, digits and `-`
/// @param type what the values are, written as JSON where they leave the process
/// @param maxEntries upper bound, over all tenants
/// @param timeToLive from the load on
public record CacheSpec<V>(String name, Class<V> type, long maxEntries, Duration timeToLive) {
    public CacheSpec {
        if (maxEntries < 1 || timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("a cache has a size and a time to live: " + name);
        }
    }
}
