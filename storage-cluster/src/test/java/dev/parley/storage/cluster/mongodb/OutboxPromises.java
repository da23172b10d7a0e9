package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the outbox promises to one caller at a time.
interface OutboxPromises {
    DocumentStore documents();

    Outbox outbox();

    /// The same outbox as another process has it open.
    Outbox outboxElsewhere();

    /// The events of a topic that are kept.
    default List<OutboxEvent> kept(String topic) {
        return outbox().oldest(1000).stream()
                .filter(event -> event.event().topic().equals(topic))
                .toList();
    }

    @Test
    default void keepsEventAsItWasAppended() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        outbox().append(tenant, List.of(Fixtures.event(topic, "key", 7)));
        OutboxEvent kept = kept(topic).getFirst();
        assertThat(kept.tenant()).isEqualTo(tenant);
        assertThat(kept.event().key()).isEqualTo("key");
        assertThat(kept.event().type()).isEqualTo("thing.happened.v1");
        assertThat(Fixtures.text(kept.event().payload())).isEqualTo("{\"n\":7}");
    }

    @Test
    default void numbersEventsOfKeyRising() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        outbox().append(tenant, List.of(Fixtures.event(topic, "a", 1), Fixtures.event(topic, "b", 2)));
        outboxElsewhere().append(tenant, List.of(Fixtures.event(topic, "a", 3), Fixtures.event(topic, "a", 4)));
        documents().transact(tenant, transaction -> {
            transaction.append(Fixtures.event(topic, "a", 5));
            return true;
        });
        List<OutboxEvent> kept = kept(topic);
        assertThat(kept).extracting(OutboxEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(kept.stream().filter(event -> event.event().key().equals("a")))
                .extracting(event -> Fixtures.text(event.event().payload()))
                .containsExactly("{\"n\":1}", "{\"n\":3}", "{\"n\":4}", "{\"n\":5}");
    }

    @Test
    default void forgetsWhatIsRemoved() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        outbox().append(tenant, List.of(Fixtures.event(topic, "a", 1), Fixtures.event(topic, "a", 2)));
        assertThat(outbox().waiting(topic)).isEqualTo(2);
        List<OutboxEvent> first = List.of(kept(topic).getFirst());
        outbox().remove(first);
        outbox().remove(first);
        assertThat(outbox().waiting(topic)).isEqualTo(1);
        assertThat(kept(topic)).hasSize(1).doesNotContainAnyElementsOf(first);
    }

    @Test
    default void startsWithOldestUpToLimit() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        for (int n = 0; n < 5; n++) {
            outbox().append(tenant, List.of(Fixtures.event(topic, "key" + n, n)));
        }
        List<OutboxEvent> all = outbox().oldest(1000);
        assertThat(outbox().oldest(2))
                .extracting(OutboxEvent::id)
                .containsExactlyElementsOf(
                        all.stream().map(OutboxEvent::id).limit(2).toList());
    }

    @Test
    default void givesLeadToOneAndToNextWhenItIsReleased() {
        List<Outbox.Lead> taken = new ArrayList<>();
        Fixtures.eventually(() -> {
            outbox().tryLead().ifPresent(taken::add);
            assertThat(taken).hasSize(1);
        });
        Outbox.Lead lead = taken.getFirst();
        assertThat(lead.isHeld()).isTrue();
        assertThat(outboxElsewhere().tryLead()).isEmpty();
        lead.close();
        assertThat(lead.isHeld()).isFalse();
        Optional<Outbox.Lead> next = outboxElsewhere().tryLead();
        assertThat(next).isPresent();
        next.orElseThrow().close();
    }
}
