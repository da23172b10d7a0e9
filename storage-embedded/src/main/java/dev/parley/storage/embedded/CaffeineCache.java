package dev.parley.storage.embedded;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.id.TenantId;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A cache in Caffeine, with the loads in flight beside it.
///
/// Caffeine's own loading would run the loader inside a lock of its table, where other keys wait with it, and
/// an invalidation would wait for the load. Here a load is a [Flight]: who comes later joins it, and an
/// invalidation marks it, so that its value is not kept and who comes after the invalidation waits for its end
/// and loads again.
final class CaffeineCache<V> implements Cache<V> {
    private final CacheSpec<V> spec;
    private final com.github.benmanes.caffeine.cache.Cache<Key, V> values;
    private final Map<Key, Flight<V>> flights = new ConcurrentHashMap<>();

    CaffeineCache(CacheSpec<V> spec, Ticker ticker) {
        this.spec = spec;
        this.values = Caffeine.newBuilder()
                .maximumSize(spec.maxEntries())
                .expireAfterWrite(spec.timeToLive())
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    CacheSpec<V> spec() {
        return spec;
    }

    @Override
    public Optional<V> get(TenantId tenant, String key, Supplier<Optional<V>> loader) {
        Key place = new Key(tenant, key);
        while (true) {
            V cached = values.getIfPresent(place);
            if (cached != null) {
                return Optional.of(cached);
            }
            Flight<V> mine = new Flight<>();
            Flight<V> running = flights.putIfAbsent(place, mine);
            if (running == null) {
                return load(place, mine, loader);
            }
            if (running.owner == Thread.currentThread()) {
                throw new IllegalStateException("a loader asked the cache for its own key: " + key);
            }
            if (!running.invalidated) {
                return running.join();
            }
            running.awaitEnd();
        }
    }

    private Optional<V> load(Key place, Flight<V> flight, Supplier<Optional<V>> loader) {
        try {
            // Another flight may have landed between the look at the cache and the start of this one.
            V cached = values.getIfPresent(place);
            Optional<V> loaded = cached == null ? loader.get() : Optional.of(cached);
            keep(place, flight, loaded);
            flight.result.complete(loaded);
            return loaded;
        } catch (Throwable e) {
            flights.remove(place, flight);
            flight.result.completeExceptionally(e);
            throw e;
        } finally {
            flights.remove(place, flight);
        }
    }

    private void keep(Key place, Flight<V> flight, Optional<V> loaded) {
        synchronized (flight) {
            if (!flight.invalidated) {
                loaded.ifPresent(value -> values.put(place, value));
            }
        }
        flights.remove(place, flight);
    }

    @Override
    public void invalidate(TenantId tenant, String key) {
        Key place = new Key(tenant, key);
        Flight<V> running = flights.get(place);
        if (running != null) {
            synchronized (running) {
                running.invalidated = true;
            }
        }
        values.invalidate(place);
    }

    void clear() {
        values.invalidateAll();
    }

    private record Key(TenantId tenant, String key) {}

    /// A load that runs.
    private static final class Flight<V> {
        private final Thread owner = Thread.currentThread();
        private final CompletableFuture<Optional<V>> result = new CompletableFuture<>();
        private volatile boolean invalidated;

        /// What the loader gives; its exception is this caller's too.
        Optional<V> join() {
            try {
                return result.join();
            } catch (CompletionException e) {
                Throwable cause = e.getCause();
                if (cause instanceof RuntimeException unchecked) {
                    throw unchecked;
                }
                if (cause instanceof Error error) {
                    throw error;
                }
                throw e;
            }
        }

        void awaitEnd() {
            result.exceptionally(failed -> Optional.empty()).join();
        }
    }
}
