package dev.parley.storage.contract.cache;

import static dev.parley.storage.contract.Fixtures.awaitLatch;
import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.contract.Fixtures;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A cache loads what it lacks, once at a time, keeps it within its bounds, and forgets when told.
public interface CachesContract {
    /// The caches under test, open.
    Caches caches();

    /// The same caches as another process has them. The same object where only one process can.
    default Caches cachesElsewhere() {
        return caches();
    }

    private static CacheSpec<String> spec(String name, long maxEntries, Duration timeToLive) {
        return new CacheSpec<>(name, String.class, maxEntries, timeToLive);
    }

    private static CacheSpec<String> spec() {
        return spec(Fixtures.freshName(), 1000, Duration.ofHours(1));
    }

    private static Supplier<Optional<String>> must(boolean mayLoad, String value) {
        return () -> {
            assertThat(mayLoad).as("loads").isTrue();
            return Optional.of(value);
        };
    }

    @Test
    default void loadsOnceAndKeeps() {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        assertThat(cache.get(tenant, "key", must(true, "value"))).contains("value");
        assertThat(cache.get(tenant, "key", must(false, "other"))).contains("value");
    }

    @Test
    default void keepsNothingWhenLoaderGivesNothing() {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        assertThat(cache.get(tenant, "key", Optional::empty)).isEmpty();
        assertThat(cache.get(tenant, "key", must(true, "value"))).contains("value");
    }

    @Test
    default void passesExceptionOfLoaderAndKeepsNothing() {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        UnsupportedOperationException thrown = new UnsupportedOperationException("loader");
        assertThatThrownBy(() -> cache.get(tenant, "key", () -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(cache.get(tenant, "key", must(true, "value"))).contains("value");
    }

    @Test
    default void keepsTenantsKeysAndCachesApart() {
        Cache<String> cache = caches().open(spec());
        Cache<String> otherCache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        assertThat(cache.get(tenant, "key", must(true, "mine"))).contains("mine");
        assertThat(cache.get(Fixtures.freshTenant(), "key", must(true, "theirs")))
                .contains("theirs");
        assertThat(cache.get(tenant, "other", must(true, "another"))).contains("another");
        assertThat(otherCache.get(tenant, "key", must(true, "elsewhere"))).contains("elsewhere");
        assertThat(cache.get(tenant, "key", must(false, ""))).contains("mine");
    }

    @Test
    default void runsOneLoaderAtATime() {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        AtomicInteger loads = new AtomicInteger();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Callable<Optional<String>> get = () -> cache.get(tenant, "key", () -> {
            entered.countDown();
            awaitLatch(leave);
            return Optional.of("load " + loads.incrementAndGet());
        });
        Thread.startVirtualThread(() -> {
            awaitLatch(entered);
            leave.countDown();
        });
        assertThat(Fixtures.concurrently(Collections.nCopies(20, get))).containsOnly(Optional.of("load 1"));
    }

    @Test
    default void letsOtherKeysLoadMeanwhile() {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        Optional<String> outer = cache.get(tenant, "outer", () -> {
            for (int i = 0; i < 100; i++) {
                assertThat(cache.get(tenant, "inner" + i, must(true, "inner"))).contains("inner");
            }
            return Optional.of("outer");
        });
        assertThat(outer).contains("outer");
    }

    @Test
    default void forgetsInvalidatedValue() {
        CacheSpec<String> spec = spec();
        Cache<String> cache = caches().open(spec);
        Cache<String> elsewhere = cachesElsewhere().open(spec);
        TenantId tenant = Fixtures.freshTenant();
        cache.get(tenant, "key", must(true, "old"));
        cache.get(tenant, "other", must(true, "stays"));
        elsewhere.get(tenant, "key", () -> Optional.of("old"));
        cache.invalidate(tenant, "key");
        assertThat(cache.get(tenant, "key", must(true, "new"))).contains("new");
        assertThat(cache.get(tenant, "other", must(false, ""))).contains("stays");
        eventually(() -> assertThat(elsewhere.get(tenant, "key", () -> Optional.of("new")))
                .contains("new"));
        cache.invalidate(tenant, "absent");
    }

    /// Who reads after the invalidation must not get what was loaded from before it.
    @Test
    default void keepsNoLoadThatBeganBeforeInvalidation() throws InterruptedException {
        Cache<String> cache = caches().open(spec());
        TenantId tenant = Fixtures.freshTenant();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Thread early = Thread.startVirtualThread(() -> cache.get(tenant, "key", () -> {
            entered.countDown();
            awaitLatch(leave);
            return Optional.of("old");
        }));
        awaitLatch(entered);
        cache.invalidate(tenant, "key");
        Thread.startVirtualThread(leave::countDown);
        assertThat(cache.get(tenant, "key", must(true, "new"))).contains("new");
        early.join();
        assertThat(cache.get(tenant, "key", must(false, ""))).contains("new");
    }

    @Test
    default void forgetsAfterTimeToLive() {
        Cache<String> cache = caches().open(spec(Fixtures.freshName(), 10, Duration.ofMillis(200)));
        TenantId tenant = Fixtures.freshTenant();
        cache.get(tenant, "key", must(true, "old"));
        eventually(() ->
                assertThat(cache.get(tenant, "key", () -> Optional.of("new"))).contains("new"));
    }

    @Test
    default void holdsNoMoreThanItsBound() {
        Cache<String> cache = caches().open(spec(Fixtures.freshName(), 10, Duration.ofHours(1)));
        TenantId tenant = Fixtures.freshTenant();
        for (int i = 0; i < 1000; i++) {
            cache.get(tenant, "key" + i, must(true, "first"));
        }
        AtomicInteger loads = new AtomicInteger();
        for (int i = 0; i < 1000; i++) {
            cache.get(tenant, "key" + i, () -> Optional.of("load " + loads.incrementAndGet()));
        }
        assertThat(loads).hasValueGreaterThan(900);
    }

    @Test
    default void opensTheSameCacheTwiceAndRefusesAnotherSpec() {
        CacheSpec<String> spec = spec();
        TenantId tenant = Fixtures.freshTenant();
        caches().open(spec).get(tenant, "key", must(true, "value"));
        assertThat(caches().open(spec).get(tenant, "key", must(false, ""))).contains("value");
        for (CacheSpec<?> other : List.of(
                spec(spec.name(), 5, spec.timeToLive()),
                spec(spec.name(), spec.maxEntries(), Duration.ofSeconds(1)),
                new CacheSpec<>(spec.name(), Long.class, spec.maxEntries(), spec.timeToLive()))) {
            assertThatThrownBy(() -> caches().open(other)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    default void answersCheckWhileOpen() {
        caches().check();
    }

    @Test
    default void isUnavailableAfterClose() {
        Caches caches = caches();
        caches.close();
        caches.close();
        assertThatThrownBy(caches::check).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> caches.open(spec())).isInstanceOf(StoreUnavailableException.class);
    }
}
