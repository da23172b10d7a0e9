package dev.parley.storage.cluster.redis;

import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.RedisServer;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.contract.Fixtures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// One Redis that dies or hangs: signals and caches get poorer, nothing throws, and all comes back by itself.
class RedisOutageTest {
    private final RedisServer server = Redises.server();
    private final TwoProcesses processes = new TwoProcesses(Redises.config(server));
    private final TenantId tenant = Fixtures.freshTenant();

    @AfterEach
    void close() {
        processes.close();
        server.close();
    }

    private static CacheSpec<String> spec(Duration timeToLive) {
        return new CacheSpec<>(Fixtures.freshName(), String.class, 1000, timeToLive);
    }

    private void eventuallyHeardFromElsewhere(String channel, AtomicInteger heard) {
        int before = heard.get();
        eventually(() -> {
            processes.signalsElsewhere().publish(tenant, channel, utf8("probe"));
            assertThat(heard).hasValueGreaterThan(before);
        });
    }

    @Test
    void hearsAgainAfterRestart() {
        AtomicInteger heard = new AtomicInteger();
        processes.signals().subscribe(tenant, "channel", payload -> heard.incrementAndGet());
        eventuallyHeardFromElsewhere("channel", heard);
        server.kill();
        for (int i = 0; i < 100; i++) {
            processes.signalsElsewhere().publish(tenant, "channel", utf8("lost"));
        }
        eventually(() -> assertThatThrownBy(processes.signals()::check).isInstanceOf(StoreUnavailableException.class));
        server.restart();
        eventuallyHeardFromElsewhere("channel", heard);
        eventually(() -> assertThatCode(processes.signals()::check).doesNotThrowAnyException());
    }

    @Test
    void hearsOwnSignalsWithoutRedisAndSubscriptionMadeMeanwhileHearsOthersLater() {
        processes.signals();
        server.kill();
        AtomicInteger heard = new AtomicInteger();
        processes.signals().subscribe(tenant, "channel", payload -> heard.incrementAndGet());
        processes.signals().publish(tenant, "channel", utf8("own"));
        eventually(() -> assertThat(heard).hasValue(1));
        server.restart();
        eventuallyHeardFromElsewhere("channel", heard);
    }

    @Test
    void hearsOwnSignalOnce() {
        AtomicInteger heard = new AtomicInteger();
        AtomicInteger elsewhere = new AtomicInteger();
        processes.signals().subscribe(tenant, "channel", payload -> heard.incrementAndGet());
        processes.signalsElsewhere().subscribe(tenant, "channel", payload -> elsewhere.incrementAndGet());
        eventually(() -> assertThatCode(processes.signals()::check).doesNotThrowAnyException());
        for (int i = 0; i < 100; i++) {
            processes.signals().publish(tenant, "channel", utf8("" + i));
        }
        eventually(() -> assertThat(elsewhere).hasValue(100));
        assertThat(heard).hasValue(100);
    }

    @Test
    void answersByLoaderWhileRedisHangs() {
        Cache<String> cache = processes.caches().open(spec(Duration.ofHours(1)));
        cache.get(tenant, "known", () -> Optional.of("old"));
        server.suspend();
        for (int i = 0; i < 200; i++) {
            String value = "value " + i;
            assertThat(cache.get(tenant, "key" + i, () -> Optional.of(value))).contains(value);
            processes.signals().publish(tenant, "channel", utf8("lost"));
        }
        cache.invalidate(tenant, "known");
        assertThat(cache.get(tenant, "known", () -> Optional.of("new"))).contains("new");
        server.resume();
        eventually(() -> assertThatCode(processes.caches()::check).doesNotThrowAnyException());
        assertThat(cache.get(tenant, "known", () -> Optional.of("newer"))).isNotEqualTo(Optional.of("old"));
    }

    /// The other process reads Redis, where the value stays until the delete is repeated.
    @Test
    void repeatsDeleteThatRedisMissed() {
        CacheSpec<String> spec = spec(Duration.ofHours(1));
        Cache<String> cache = processes.caches().open(spec);
        Cache<String> elsewhere = processes.cachesElsewhere().open(spec);
        cache.get(tenant, "key", () -> Optional.of("old"));
        elsewhere.get(tenant, "key", () -> Optional.of("old"));
        server.suspend();
        cache.invalidate(tenant, "key");
        assertThat(cache.get(tenant, "key", () -> Optional.of("new"))).contains("new");
        server.resume();
        eventually(() -> assertThat(elsewhere.get(tenant, "key", () -> Optional.of("new")))
                .contains("new"));
    }

    /// A Redis that comes back with what it had on disk: what was deleted after that is there again.
    @Test
    void readsNoValueThatCameBackFromDisk() {
        CacheSpec<String> spec = spec(Duration.ofHours(1));
        Cache<String> cache = processes.caches().open(spec);
        cache.get(tenant, "key", () -> Optional.of("old"));
        server.ask("SAVE");
        cache.invalidate(tenant, "key");
        server.kill();
        server.restart();
        eventually(() -> assertThatCode(processes.caches()::check).doesNotThrowAnyException());
        assertThat(cache.get(tenant, "key", () -> Optional.of("new"))).contains("new");
    }

    @Test
    void sharesValuesAndTreatsUnreadableOnesAsMissing() {
        CacheSpec<String> spec = spec(Duration.ofHours(1));
        processes.caches().open(spec).get(tenant, "key", () -> Optional.of("shared"));
        assertThat(processes.cachesElsewhere().open(spec).get(tenant, "key", () -> Optional.of("loaded")))
                .contains("shared");
        TwoProcesses upgraded = new TwoProcesses(Redises.config(server));
        try {
            CacheSpec<Long> other = new CacheSpec<>(spec.name(), Long.class, spec.maxEntries(), spec.timeToLive());
            assertThat(upgraded.caches().open(other).get(tenant, "key", () -> Optional.of(7L)))
                    .contains(7L);
            assertThat(upgraded.cachesElsewhere().open(other).get(tenant, "key", () -> Optional.of(8L)))
                    .contains(7L);
        } finally {
            upgraded.close();
        }
    }
}
