package dev.parley.storage.contract.event;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.Subscription;
import dev.parley.storage.contract.Fixtures;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Delivery is at least once: a batch counts only when its handler returned.
public interface RedeliveryContract extends EventLogContract {
    @Test
    default void repeatsEventsUntilHandlerReturns() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        AtomicInteger attempts = new AtomicInteger();
        List<Long> firsts = new CopyOnWriteArrayList<>();
        Heard heard = new Heard();
        append(tenant, topic, "key", 1, 3);
        events().consume(topic, "group", batch -> {
            firsts.add(Heard.number(batch.getFirst()));
            if (attempts.incrementAndGet() <= 3) {
                throw new UnsupportedOperationException("not yet");
            }
            heard.handle(batch);
        });
        append(tenant, topic, "key", 4, 6);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L, 2L, 3L, 4L, 5L, 6L));
        assertThat(firsts.subList(0, 4)).containsExactly(1L, 1L, 1L, 1L);
    }

    @Test
    default void survivesErrorsOfHandler() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        AtomicInteger attempts = new AtomicInteger();
        Heard heard = new Heard();
        events().consume(topic, "group", batch -> {
            if (attempts.incrementAndGet() == 1) {
                throw new StackOverflowError("of the handler's own");
            }
            heard.handle(batch);
        });
        append(tenant, topic, "key", 1, 1);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L));
    }

    @Test
    default void holdsUpNoOtherGroup() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard heard = new Heard();
        events().consume(topic, "failing", batch -> {
            throw new UnsupportedOperationException("always");
        });
        events().consume(topic, "sound", heard);
        append(tenant, topic, "key", 1, 20);
        eventually(() -> assertThat(heard.numbers("key")).hasSize(20));
        assertThat(events().lag(topic, "failing")).isEqualTo(20);
    }

    @Test
    default void repeatsUnhandledBatchToNextConsumer() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        AtomicInteger attempts = new AtomicInteger();
        append(tenant, topic, "key", 1, 3);
        Subscription failing = events().consume(topic, "group", batch -> {
            attempts.incrementAndGet();
            throw new UnsupportedOperationException("always");
        });
        eventually(() -> assertThat(attempts).hasPositiveValue());
        failing.close();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L, 2L, 3L));
    }

    @Test
    default void repeatsUnhandledBatchAfterReopening() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        AtomicInteger attempts = new AtomicInteger();
        append(tenant, topic, "key", 1, 3);
        events().consume(topic, "group", batch -> {
            attempts.incrementAndGet();
            throw new UnsupportedOperationException("always");
        });
        eventually(() -> assertThat(attempts).hasPositiveValue());
        Heard heard = new Heard();
        reopenedEvents().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L, 2L, 3L));
    }

    @Test
    default void repeatsNothingThatWasHandledAfterReopening() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 3);
        Heard before = new Heard();
        events().consume(topic, "group", before);
        eventually(() -> assertThat(events().lag(topic, "group")).isZero());
        reopenedEvents();
        append(tenant, topic, "key", 4, 5);
        Heard after = new Heard();
        events().consume(topic, "group", after);
        eventually(() -> assertThat(after.numbers("key")).containsExactly(4L, 5L));
    }

    @Test
    default void keepsEventsOverReopening() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        append(tenant, topic, "key", 1, 50);
        reopenedEvents();
        append(tenant, topic, "key", 51, 60);
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key")).hasSize(60).isSorted());
    }
}
