package dev.parley.storage.contract.event;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.Subscription;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// A group hears everything from the oldest event on, remembers how far it came, and shares its work.
public interface ConsumerGroupContract extends EventLogContract {
    @Test
    default void startsNewGroupAtOldestEvent() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 5);
        Heard heard = new Heard();
        eventsElsewhere().consume(topic, "late", heard);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L, 2L, 3L, 4L, 5L));
    }

    @Test
    default void goesOnWithEventsAppendedLater() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        for (long n = 1; n <= 10; n++) {
            append(tenant, topic, "key", n, n);
            long last = n;
            eventually(() -> assertThat(heard.numbers("key")).endsWith(last));
        }
    }

    @Test
    default void givesEveryGroupEverything() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard one = new Heard();
        Heard other = new Heard();
        events().consume(topic, "one", one);
        append(tenant, topic, "key", 1, 20);
        events().consume(topic, "other", other);
        eventually(() -> assertThat(one.numbers("key")).hasSize(20));
        eventually(() -> assertThat(other.numbers("key")).hasSize(20));
    }

    @Test
    default void continuesWhereItStopped() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 10);
        Heard before = new Heard();
        Subscription subscription = events().consume(topic, "group", before);
        eventually(() -> assertThat(before.numbers("key")).hasSize(10));
        subscription.close();
        append(tenant, topic, "key", 11, 15);
        Heard after = new Heard();
        events().consume(topic, "group", after);
        eventually(() -> assertThat(after.numbers("key")).containsExactly(11L, 12L, 13L, 14L, 15L));
    }

    @Test
    default void handlesEachKeyByOneConsumerAtATime() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Map<String, AtomicInteger> running = new ConcurrentHashMap<>();
        Set<String> overlaps = ConcurrentHashMap.newKeySet();
        Heard heard = new Heard();
        EventLog.EventHandler handler = batch -> {
            for (StoredEvent stored : batch) {
                String key = stored.event().key();
                AtomicInteger here = running.computeIfAbsent(key, missing -> new AtomicInteger());
                if (here.incrementAndGet() > 1) {
                    overlaps.add(key);
                }
                Thread.yield();
                here.decrementAndGet();
            }
            heard.handle(batch);
        };
        events().consume(topic, "group", handler);
        events().consume(topic, "group", handler);
        eventsElsewhere().consume(topic, "group", handler);
        for (long n = 1; n <= 50; n++) {
            for (String key : Set.of("k1", "k2", "k3")) {
                append(tenant, topic, key, n, n);
            }
        }
        eventually(() -> assertThat(heard.events()).hasSizeGreaterThanOrEqualTo(150));
        assertThat(overlaps).isEmpty();
        for (String key : Set.of("k1", "k2", "k3")) {
            assertThat(heard.numbers(key).stream().distinct())
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 50).boxed().toList());
        }
    }

    @Test
    default void handsOverWhenConsumerCloses() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard first = new Heard();
        Heard second = new Heard();
        Subscription leaving = events().consume(topic, "group", first);
        append(tenant, topic, "key", 1, 10);
        eventually(() -> assertThat(first.numbers("key")).hasSize(10));
        events().consume(topic, "group", second);
        leaving.close();
        append(tenant, topic, "key", 11, 20);
        eventually(() -> assertThat(second.numbers("key"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 20).boxed().toList()));
    }

    @Test
    default void waitsForHandlerWhenClosing() throws InterruptedException {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        Subscription subscription = events().consume(topic, "group", batch -> {
            entered.countDown();
            Fixtures.awaitLatch(leave);
            handled.incrementAndGet();
        });
        append(tenant, topic, "key", 1, 1);
        Fixtures.awaitLatch(entered);
        AtomicInteger handledAtClose = new AtomicInteger();
        Thread closer = Thread.startVirtualThread(() -> {
            subscription.close();
            handledAtClose.set(handled.get());
        });
        append(tenant, topic, "key", 2, 2);
        leave.countDown();
        closer.join();
        assertThat(handledAtClose).hasValue(1);
        subscription.close();
        append(tenant, topic, "key", 3, 3);
        Heard other = new Heard();
        events().consume(topic, "other", other);
        eventually(() -> assertThat(other.numbers("key")).hasSize(3));
        assertThat(handled).hasValue(1);
    }

    @Test
    default void reportsLag() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        assertThat(events().lag(topic, "group")).isZero();
        append(tenant, topic, "key", 1, 7);
        assertThat(eventsElsewhere().lag(topic, "group")).isEqualTo(7);
        CountDownLatch leave = new CountDownLatch(1);
        Heard heard = new Heard();
        events().consume(topic, "group", batch -> {
            Fixtures.awaitLatch(leave);
            heard.handle(batch);
        });
        assertThat(events().lag(topic, "group")).isPositive();
        leave.countDown();
        eventually(() -> assertThat(events().lag(topic, "group")).isZero());
        assertThat(heard.numbers("key")).hasSize(7);
        append(tenant, Fixtures.freshName(), "key", 1, 1);
        assertThat(events().lag(topic, "group")).isZero();
        assertThat(events().lag(topic, "other")).isEqualTo(7);
    }
}
