package dev.parley.storage.cluster.redis;

import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.core.id.TenantId;
import dev.parley.engines.RedisCluster;
import dev.parley.engines.RedisSentinels;
import dev.parley.engines.RedisServer;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.contract.Fixtures;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// A master is lost, or a slot moves: subscriptions and invalidations find the new one, nothing throws.
class RedisFailoverTest {
    private final TenantId tenant = Fixtures.freshTenant();

    @Test
    void followsSentinelsAfterKill() {
        try (RedisSentinels all = Redises.sentinels();
                TwoProcesses processes = new TwoProcesses(Redises.config(all))) {
            staysAlive(processes, all.master()::kill);
        }
    }

    @Test
    void followsSentinelsWhenMasterHangs() {
        try (RedisSentinels all = Redises.sentinels();
                TwoProcesses processes = new TwoProcesses(Redises.config(all))) {
            staysAlive(processes, all.master()::suspend);
        }
    }

    @Test
    void followsClusterAfterKill() {
        try (RedisCluster cluster = Redises.cluster();
                TwoProcesses processes = new TwoProcesses(Redises.config(cluster))) {
            RedisServer master = cluster.masterOf(channel());
            staysAlive(processes, master::kill);
        }
    }

    @Test
    void followsSlotToAnotherNode() {
        try (RedisCluster cluster = Redises.cluster();
                TwoProcesses processes = new TwoProcesses(Redises.config(cluster))) {
            staysAlive(processes, () -> cluster.moveSlotOf(channel()));
        }
    }

    private String channel() {
        return "parley:s:{" + tenant + "}:channel";
    }

    private void staysAlive(TwoProcesses processes, Runnable fault) {
        CacheSpec<String> spec = new CacheSpec<>(Fixtures.freshName(), String.class, 1000, Duration.ofHours(1));
        Cache<String> cache = processes.caches().open(spec);
        Cache<String> elsewhere = processes.cachesElsewhere().open(spec);
        AtomicInteger heard = new AtomicInteger();
        processes.signals().subscribe(tenant, "channel", payload -> heard.incrementAndGet());
        eventuallyHeard(processes, heard);
        fault.run();
        eventuallyHeard(processes, heard);
        eventually(() -> assertThatCode(() -> {
                    processes.signals().check();
                    processes.caches().check();
                    processes.cachesElsewhere().check();
                })
                .doesNotThrowAnyException());
        for (int i = 0; i < 50; i++) {
            String key = "key" + i;
            cache.get(tenant, key, () -> Optional.of("old"));
            elsewhere.get(tenant, key, () -> Optional.of("old"));
            cache.invalidate(tenant, key);
            assertThat(cache.get(tenant, key, () -> Optional.of("new"))).contains("new");
            eventually(() -> assertThat(elsewhere.get(tenant, key, () -> Optional.of("new")))
                    .contains("new"));
        }
    }

    private void eventuallyHeard(TwoProcesses processes, AtomicInteger heard) {
        int before = heard.get();
        eventually(() -> {
            processes.signalsElsewhere().publish(tenant, "channel", utf8("probe"));
            assertThat(heard).hasValueGreaterThan(before);
        });
    }
}
