package dev.parley.storage.embedded;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.cache.Caches;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Caches in the memory of this process.
public final class CaffeineCaches implements Caches {
    private final Ticker ticker;
    private final Map<String, CaffeineCache<?>> caches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// @param ticker measures the time to live
    public CaffeineCaches(Ticker ticker) {
        this.ticker = ticker;
    }

    @Override
    @SuppressWarnings("unchecked") // Equal specs name the same type.
    public <V> Cache<V> open(CacheSpec<V> spec) {
        check();
        CaffeineCache<?> cache = caches.computeIfAbsent(spec.name(), missing -> new CaffeineCache<>(spec, ticker));
        if (!cache.spec().equals(spec)) {
            throw new IllegalStateException("cache opened before with another spec: " + spec.name());
        }
        return (Cache<V>) cache;
    }

    @Override
    public void check() {
        if (closed) {
            throw new StoreUnavailableException("the caches are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        caches.values().forEach(CaffeineCache::clear);
    }
}
