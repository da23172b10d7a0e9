package dev.parley.storage.cluster.redis;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.id.TenantId;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// A cache in Caffeine, in front of Redis.
///
/// What keeps it right:
/// - A value in Redis belongs to a lease ([LeasedValues]): a load that began before an invalidation in any process
///   finds its lease gone and is kept nowhere.
/// - A load here is a [Flight], which an invalidation marks, made here or heard from another process; its value is
///   then not kept here.
/// - A copy here never outlives the copy in Redis, so that the time to live counts from the load, whoever made it.
/// - Who does not hear the other processes keeps copies for a second only, and forgets all when it hears again.
/// - What could not be deleted in Redis is not read from there by this process ([OwedDeletes]).
final class RedisCache<V> implements Cache<V>, CacheWire.Hearer {
    /// What a copy is worth while invalidations are missed: enough to spare the loader a stampede.
    private static final Duration DEAF_TIME_TO_LIVE = Duration.ofSeconds(1);

    private final CacheSpec<V> spec;
    private final Ticker ticker;
    private final LeasedValues<V> shared;
    private final com.github.benmanes.caffeine.cache.Cache<CacheKey, Copy<V>> copies;
    private final Map<CacheKey, Flight<V>> flights = new ConcurrentHashMap<>();
    private volatile boolean deaf = true;

    RedisCache(CacheSpec<V> spec, CacheWire wire, Ticker ticker) {
        this.spec = spec;
        this.ticker = ticker;
        this.shared = new LeasedValues<>(spec, wire, ticker);
        this.copies = Caffeine.newBuilder()
                .maximumSize(spec.maxEntries())
                .expireAfter(Expiry.<CacheKey, Copy<V>>creating((place, copy) -> Duration.ofNanos(copy.worth())))
                .ticker(ticker)
                .executor(Runnable::run)
                .build();
    }

    CacheSpec<V> spec() {
        return spec;
    }

    @Override
    public Optional<V> get(TenantId tenant, String key, Supplier<Optional<V>> loader) {
        CacheKey place = new CacheKey(tenant, key);
        while (true) {
            Optional<V> copy = copy(place);
            if (copy.isPresent()) {
                return copy;
            }
            Flight<V> mine = new Flight<>();
            Flight<V> running = flights.putIfAbsent(place, mine);
            if (running == null) {
                return load(place, mine, loader);
            }
            if (running.isMine()) {
                throw new IllegalStateException("a loader asked the cache for its own key");
            }
            if (!running.isInvalidated()) {
                return running.join();
            }
            running.awaitEnd();
        }
    }

    private Optional<V> copy(CacheKey place) {
        Copy<V> copy = copies.getIfPresent(place);
        if (copy == null || deaf && ticker.read() - copy.sinceNanos() > DEAF_TIME_TO_LIVE.toNanos()) {
            return Optional.empty();
        }
        return Optional.of(copy.value());
    }

    private Optional<V> load(CacheKey place, Flight<V> flight, Supplier<Optional<V>> loader) {
        try {
            // Another flight may have landed between the look at the copies and the start of this one.
            Optional<V> loaded = copy(place);
            if (loaded.isEmpty()) {
                loaded = find(place, flight, loader);
            }
            flights.remove(place, flight);
            flight.land(loaded);
            return loaded;
        } catch (Throwable e) {
            flights.remove(place, flight);
            flight.fail(e);
            throw e;
        }
    }

    /// Redis first, then the loader.
    private Optional<V> find(CacheKey place, Flight<V> flight, Supplier<Optional<V>> loader) {
        long began = ticker.read();
        LeasedValues.Answer<V> answer = shared.lookUp(place);
        if (answer instanceof LeasedValues.Found<V> found) {
            keep(
                    place,
                    flight,
                    new Copy<>(found.value(), began, began + found.timeToLive().toNanos(), began));
            return Optional.of(found.value());
        }
        long asked = ticker.read();
        Optional<V> loaded = loader.get();
        if (loaded.isPresent()) {
            boolean mayKeep = !(answer instanceof LeasedValues.Leased<V> lease)
                    || shared.store(place, lease, loaded.get(), asked);
            if (mayKeep) {
                long now = ticker.read();
                keep(
                        place,
                        flight,
                        new Copy<>(
                                loaded.get(), asked, asked + spec.timeToLive().toNanos(), now));
            }
        }
        return loaded;
    }

    private void keep(CacheKey place, Flight<V> flight, Copy<V> copy) {
        if (copy.worth() > 0) {
            flight.keep(() -> copies.put(place, copy));
        }
    }

    /// Waits for Redis, but not longer than a command may take.
    @Override
    public void invalidate(TenantId tenant, String key) {
        CacheKey place = new CacheKey(tenant, key);
        // First, so that no load that begins from here on reads the old value in Redis.
        OwedDeletes.Owed owed = shared.owe(place);
        invalidated(place);
        shared.delete(place, owed);
    }

    @Override
    public void invalidated(CacheKey place) {
        Flight<V> running = flights.get(place);
        if (running != null) {
            running.invalidate();
        }
        copies.invalidate(place);
    }

    @Override
    public void hearing() {
        forgetAll();
        deaf = false;
    }

    @Override
    public void deaf() {
        deaf = true;
    }

    void forgetAll() {
        flights.values().forEach(Flight::invalidate);
        copies.invalidateAll();
    }

    /// Deletes again what Redis may not have deleted.
    void repeatDeletes() {
        shared.repeatDeletes();
    }

    /// @param sinceNanos when its load began, or when it was read from Redis
    /// @param keptNanos when it was kept here
    private record Copy<V>(V value, long sinceNanos, long untilNanos, long keptNanos) {
        long worth() {
            return untilNanos - keptNanos;
        }
    }
}
