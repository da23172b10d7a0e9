package dev.parley.storage.cluster.redis;

import dev.parley.core.id.TenantId;
import dev.parley.engines.RedisServer;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.contract.Fixtures;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;

/// What signals and caches cost on one Redis of this host, beside bare Lettuce in the same run.
public final class RedisBench {
    private static final PrintStream OUT = System.out;
    private static final int ROUNDS = 20_000;
    private static final int BURST = 1000;

    private RedisBench() {}

    public static void main(String[] arguments) throws Exception {
        RedisServer server = Redises.server();
        try (TwoProcesses processes = new TwoProcesses(Redises.config(server));
                RedisConnections bare = new RedisConnections(Redises.config(server))) {
            TenantId tenant = Fixtures.freshTenant();
            caches(processes, tenant);
            signals(processes, tenant);
            Commands commands = bare.connect().toCompletableFuture().get(5, TimeUnit.SECONDS);
            rate(
                    "bare Lettuce: GET, one caller",
                    ROUNDS,
                    i -> commands.calls().get("k").toCompletableFuture().join());
            byte[] message = new byte[208];
            burst("bare Lettuce: PUBLISH, 1,000 at a time", burst -> {
                CountDownLatch done = new CountDownLatch(BURST);
                for (int i = 0; i < BURST; i++) {
                    commands.publish("c", message).whenComplete((receivers, failure) -> done.countDown());
                }
                Fixtures.awaitLatch(done);
            });
        } finally {
            server.close();
        }
    }

    private static void caches(TwoProcesses processes, TenantId tenant) {
        CacheSpec<String> spec = new CacheSpec<>("bench", String.class, 1_000_000, Duration.ofHours(1));
        Cache<String> here = processes.caches().open(spec);
        Cache<String> there = processes.cachesElsewhere().open(spec);
        rate("cache: load and store", ROUNDS, i -> here.get(tenant, "key" + i, () -> Optional.of("value")));
        rate("cache: hit in Redis", ROUNDS, i -> there.get(tenant, "key" + i, () -> Optional.of("value")));
        rate("cache: hit here", 100 * ROUNDS, i -> there.get(tenant, "key" + i % 1000, () -> Optional.of("value")));
        rate("cache: invalidate", ROUNDS, i -> here.invalidate(tenant, "key" + i));
    }

    private static void signals(TwoProcesses processes, TenantId tenant) {
        Semaphore heard = new Semaphore(0);
        AtomicLong count = new AtomicLong();
        processes.signals().subscribe(tenant, "bench", payload -> {
            count.incrementAndGet();
            heard.release();
        });
        byte[] payload = new byte[200];
        rate("signals: publish until heard in the other process, one at a time", ROUNDS, i -> {
            processes.signalsElsewhere().publish(tenant, "bench", payload);
            heard.acquireUninterruptibly();
        });
        burst("signals: heard in the other process, 1,000 at a time", burst -> {
            for (int i = 0; i < BURST; i++) {
                processes.signalsElsewhere().publish(tenant, "bench", payload);
            }
            heard.acquireUninterruptibly(BURST);
        });
    }

    private static void burst(String what, IntConsumer task) {
        long began = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            task.accept(i);
        }
        report(what, 100 * BURST, System.nanoTime() - began);
    }

    private static void rate(String what, int times, IntConsumer task) {
        for (int i = 0; i < times / 10; i++) {
            task.accept(i);
        }
        long began = System.nanoTime();
        for (int i = 0; i < times; i++) {
            task.accept(i);
        }
        report(what, times, System.nanoTime() - began);
    }

    private static void report(String what, long times, long nanos) {
        OUT.printf("%-70s %,12d/s %8.1f us%n", what, times * 1_000_000_000L / nanos, nanos / 1000.0 / times);
    }
}
