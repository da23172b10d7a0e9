package dev.parley.storage.contract.event;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Events arrive as they were appended, those of one tenant and key in the order of their commits.
public interface EventOrderContract extends EventLogContract {
    @Test
    default void deliversEventAsItWasAppended() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Event event = new Event(topic, "key \"Ü\" 😀", "thing.happened.v1", new byte[] {0, 1, -1, 'x'});
        events().append(tenant, List.of(event));
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.events()).hasSize(1));
        StoredEvent stored = heard.events().getFirst();
        assertThat(stored.tenant()).isEqualTo(tenant);
        assertThat(stored.event()).usingRecursiveComparison().isEqualTo(event);
        assertThat(stored.appendedAt()).isCloseTo(Instant.now(), within(5, ChronoUnit.MINUTES));
    }

    @Test
    default void keepsOrderOfEachKey() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        List<String> keys = List.of("k1", "k2", "k3");
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        for (long n = 1; n <= 100; n++) {
            for (String key : keys) {
                events().append(tenant, List.of(Fixtures.event(topic, key, n)));
            }
        }
        eventually(() -> assertThat(heard.events()).hasSizeGreaterThanOrEqualTo(300));
        for (String key : keys) {
            assertThat(heard.numbers(key)).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    default void keepsOrderOfEachKeyUnderConcurrency() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        List<Callable<Boolean>> appenders = IntStream.range(0, 8)
                .mapToObj(i -> (Callable<Boolean>) () -> {
                    append(tenant, topic, "k" + i, 1, 25);
                    return true;
                })
                .toList();
        Fixtures.concurrently(appenders);
        eventually(() -> assertThat(heard.events()).hasSizeGreaterThanOrEqualTo(200));
        for (int i = 0; i < 8; i++) {
            assertThat(heard.numbers("k" + i))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, 25).boxed().toList());
        }
    }

    @Test
    default void keepsOrderWithinOneAppend() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        events().append(tenant, EventLogContract.eventsOf(topic, "key", 1, 500));
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key"))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 500).boxed().toList()));
    }

    @Test
    default void namesEventsByPositionsThatRisePerKey() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        events().append(tenant, EventLogContract.eventsOf(topic, "key", 1, 120));
        Heard first = new Heard();
        Heard second = new Heard();
        events().consume(topic, "first", first);
        events().consume(topic, "second", second);
        eventually(() -> assertThat(first.events()).hasSize(120));
        eventually(() -> assertThat(second.events()).hasSize(120));
        assertThat(first.events()).extracting(StoredEvent::position).isSorted().doesNotHaveDuplicates();
        assertThat(second.events())
                .extracting(StoredEvent::position)
                .containsExactlyElementsOf(
                        first.events().stream().map(StoredEvent::position).toList());
    }

    @Test
    default void keepsTopicsApart() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        String other = Fixtures.freshName();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        append(tenant, other, "key", 1, 3);
        append(tenant, topic, "key", 7, 8);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(7L, 8L));
    }

    @Test
    default void carriesEventsOfAllTenants() {
        TenantId one = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(one, topic, "key", 1, 1);
        append(other, topic, "key", 2, 2);
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(
                () -> assertThat(heard.events()).extracting(StoredEvent::tenant).containsExactlyInAnyOrder(one, other));
    }

    @Test
    default void carriesLargestEventsInBatchesOfBoundedSize() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        for (int i = 0; i < 30; i++) {
            events().append(tenant, List.of(new Event(topic, "key", "large.v1", new byte[EventLog.MAX_EVENT_BYTES])));
        }
        append(tenant, topic, "key", 1, 400);
        List<Integer> sizes = new CopyOnWriteArrayList<>();
        events().consume(topic, "group", batch -> sizes.add(batch.size()));
        eventually(() ->
                assertThat(sizes.stream().mapToInt(Integer::intValue).sum()).isGreaterThanOrEqualTo(430));
        assertThat(sizes).allSatisfy(size -> assertThat(size).isBetween(1, 999));
    }

    @Test
    default void refusesEventThatIsTooLarge() {
        assertThatThrownBy(() -> new Event("topic", "key", "t", new byte[EventLog.MAX_EVENT_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void acceptsEmptyAppend() {
        events().append(Fixtures.freshTenant(), List.of());
    }

    @Test
    default void answersCheckWhileOpen() {
        events().check();
    }

    @Test
    default void isUnavailableAfterClose() {
        EventLog log = events();
        TenantId tenant = Fixtures.freshTenant();
        log.close();
        log.close();
        assertThatThrownBy(log::check).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.append(tenant, List.of(Fixtures.event("topic", "key", 1))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.consume("topic", "group", batch -> {}))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> log.lag("topic", "group")).isInstanceOf(StoreUnavailableException.class);
    }
}
