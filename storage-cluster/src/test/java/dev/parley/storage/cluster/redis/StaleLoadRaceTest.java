package dev.parley.storage.cluster.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.contract.Fixtures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Readers in two processes race one writer in each, who changes the truth and then invalidates.
class StaleLoadRaceTest {
    private static final int KEYS = 3;
    private static final int WRITES = 300;

    private final TenantId tenant = Fixtures.freshTenant();
    private final List<AtomicLong> truth = new ArrayList<>();

    @Test
    void neverReadsOlderThanOwnInvalidationAndAllEndUpRight() {
        CacheSpec<Long> spec = new CacheSpec<>(Fixtures.freshName(), Long.class, 100, Duration.ofHours(1));
        for (int i = 0; i < 2 * KEYS; i++) {
            truth.add(new AtomicLong());
        }
        try (TwoProcesses processes = new TwoProcesses(Redises.config(Redises.sharedServer()))) {
            Cache<Long> here = processes.caches().open(spec);
            Cache<Long> there = processes.cachesElsewhere().open(spec);
            Fixtures.concurrently(List.of(
                    writer(here, 0), writer(there, KEYS), reader(here), reader(there), reader(here), reader(there)));
            for (int key = 0; key < 2 * KEYS; key++) {
                int asked = key;
                Fixtures.eventually(() -> {
                    assertThat(read(here, asked)).isEqualTo(WRITES);
                    assertThat(read(there, asked)).isEqualTo(WRITES);
                });
            }
        }
    }

    /// The only writer of its keys: after its invalidation its process must know the new value or a newer one.
    private Callable<Boolean> writer(Cache<Long> cache, int firstKey) {
        return () -> {
            for (int i = 0; i < WRITES * KEYS; i++) {
                int key = firstKey + i % KEYS;
                long written = truth.get(key).incrementAndGet();
                cache.invalidate(tenant, "key" + key);
                assertThat(read(cache, key)).isGreaterThanOrEqualTo(written);
            }
            return true;
        };
    }

    private Callable<Boolean> reader(Cache<Long> cache) {
        return () -> {
            for (int i = 0; i < WRITES * KEYS; i++) {
                read(cache, i % (2 * KEYS));
            }
            return true;
        };
    }

    private long read(Cache<Long> cache, int key) {
        return cache.get(tenant, "key" + key, () -> {
                    long value = truth.get(key).get();
                    // Time for an invalidation between the load and what is kept of it.
                    Thread.yield();
                    return Optional.of(value);
                })
                .orElseThrow();
    }
}
