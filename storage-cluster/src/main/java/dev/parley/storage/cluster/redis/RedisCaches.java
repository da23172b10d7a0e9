package dev.parley.storage.cluster.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.cache.Caches;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// Caches in the memory of this process, in front of one in Redis that all processes share. See [RedisCache] for
/// what keeps them right.
public final class RedisCaches implements Caches {
    private final Ticker ticker;
    private final CacheWire wire;
    private final Map<String, RedisCache<?>> caches = new ConcurrentHashMap<>();
    private volatile boolean closed;

    /// Connects, and returns when it is connected or the time for that is over: without Redis it begins with the
    /// memory of this process.
    ///
    /// @param random makes lease tokens and gives this process its number
    /// @param ticker measures the time to live here; Redis has its own clock
    public RedisCaches(RedisConnections connections, RandomGenerator random, Ticker ticker) {
        this.ticker = ticker;
        this.wire = new CacheWire(connections, random, () -> caches.values().forEach(RedisCache::repeatDeletes));
        wire.start();
    }

    @Override
    @SuppressWarnings("unchecked") // Equal specs name the same type.
    public <V> Cache<V> open(CacheSpec<V> spec) {
        requireOpen();
        RedisCache<?> cache = caches.computeIfAbsent(spec.name(), missing -> newCache(spec));
        if (!cache.spec().equals(spec)) {
            throw new IllegalStateException("cache opened before with another spec: " + spec.name());
        }
        return (Cache<V>) cache;
    }

    private <V> RedisCache<V> newCache(CacheSpec<V> spec) {
        RedisCache<V> cache = new RedisCache<>(spec, wire, ticker);
        wire.listen(spec.name(), cache);
        return cache;
    }

    @Override
    public void check() {
        requireOpen();
        wire.check();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the caches are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        wire.close();
        caches.values().forEach(RedisCache::forgetAll);
    }
}
