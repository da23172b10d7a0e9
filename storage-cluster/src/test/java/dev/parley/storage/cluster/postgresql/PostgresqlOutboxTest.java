package dev.parley.storage.cluster.postgresql;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.event.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PostgresqlOutboxTest {
    private static final Collection<Note> COUNTERS = Collection.of("outbox_counters", Note.class);

    private final TenantId tenant = Fixtures.freshTenant();
    private PostgresqlStorage here;
    private PostgresqlStorage there;

    @BeforeEach
    void open() {
        PostgresqlConfig config = PostgresqlFixture.freshSchema();
        here = PostgresqlFixture.open(config);
        there = PostgresqlFixture.open(config);
        for (PostgresqlStorage storage : List.of(here, there)) {
            storage.documents().declare(List.of(COUNTERS));
        }
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Test
    void keepsEventsOfCommittedTransactionsOnly() {
        Event kept = Fixtures.event("things", "a", 1);
        here.documents().transact(tenant, transaction -> {
            transaction.append(kept);
            transaction.insert(COUNTERS, "a", Note.EMPTY);
            return true;
        });
        assertThatThrownBy(() -> here.documents().transact(tenant, transaction -> {
                    transaction.append(Fixtures.event("things", "a", 2));
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        List<OutboxEvent> events = there.outbox().oldest(10);
        assertThat(events).hasSize(1);
        assertThat(events.getFirst().tenant()).isEqualTo(tenant);
        assertThat(events.getFirst().event()).usingRecursiveComparison().isEqualTo(kept);
        assertThat(there.outbox().waiting("things")).isOne();
        assertThat(there.outbox().waiting("others")).isZero();
    }

    @Test
    void forgetsWhatIsRemoved() {
        here.outbox()
                .append(
                        tenant,
                        LongStream.range(0, 5)
                                .mapToObj(n -> Fixtures.event("things", "a", n))
                                .toList());
        List<OutboxEvent> first = here.outbox().oldest(3);
        here.outbox().remove(first);
        here.outbox().remove(first);
        assertThat(here.outbox().oldest(10))
                .extracting(PostgresqlOutboxTest::number)
                .containsExactly(3L, 4L);
    }

    /// The numbers come from the document, so that the order of commits is the order of numbers.
    @Test
    void keepsOrderOfCommitsWithinKey() {
        List<String> keys = List.of("a", "b", "c");
        for (String key : keys) {
            here.documents().transact(tenant, transaction -> {
                transaction.insert(COUNTERS, key, Note.by("ada", 0));
                return true;
            });
        }
        AtomicBoolean ended = new AtomicBoolean();
        Map<String, List<Long>> relayed = new HashMap<>();
        Callable<Boolean> relay = () -> {
            boolean last;
            do {
                last = ended.get();
                List<OutboxEvent> batch = there.outbox().oldest(7);
                batch.forEach(stored -> relayed.computeIfAbsent(stored.event().key(), key -> new ArrayList<>())
                        .add(number(stored)));
                there.outbox().remove(batch);
            } while (!last || there.outbox().waiting("things") > 0);
            return true;
        };
        CountDownLatch writers = new CountDownLatch(12);
        List<Callable<Boolean>> calls = new ArrayList<>(List.of(relay));
        for (int i = 0; i < 12; i++) {
            PostgresqlStorage storage = i % 2 == 0 ? here : there;
            String key = keys.get(i % keys.size());
            calls.add(() -> {
                IntStream.range(0, 15).forEach(round -> raise(storage, key));
                writers.countDown();
                if (writers.getCount() == 0) {
                    ended.set(true);
                }
                return true;
            });
        }
        Fixtures.concurrently(calls);
        List<Long> all = LongStream.rangeClosed(1, 60).boxed().toList();
        for (String key : keys) {
            assertThat(relayed.get(key)).as(key).containsExactlyElementsOf(all);
        }
    }

    private void raise(PostgresqlStorage storage, String key) {
        storage.documents().transact(tenant, transaction -> {
            var counter = transaction.get(COUNTERS, key).orElseThrow();
            long next = counter.value().balance() + 1;
            transaction.append(Fixtures.event("things", key, next));
            transaction.replace(COUNTERS, key, Note.by("ada", next), counter.version());
            return true;
        });
    }

    /// Independent transactions that share a key and no document: only the outbox can order them.
    @Test
    void showsNothingBeforeWhatIsYetToCommit() {
        Callable<Boolean> append = () -> {
            for (int i = 0; i < 40; i++) {
                here.outbox()
                        .append(tenant, List.of(Fixtures.event("things", "a", i), Fixtures.event("things", "b", i)));
                there.outbox()
                        .append(tenant, List.of(Fixtures.event("things", "b", i), Fixtures.event("things", "a", i)));
            }
            return true;
        };
        List<Long> seen = new ArrayList<>();
        Callable<Boolean> watch = () -> {
            while (seen.size() < 40 * 2 * 4) {
                List<OutboxEvent> batch = here.outbox().oldest(1000);
                batch.stream()
                        .filter(stored -> stored.event().key().equals("a"))
                        .forEach(stored -> seen.add(stored.id()));
                here.outbox().remove(batch);
            }
            return true;
        };
        Fixtures.concurrently(List.of(append, append, append, append, watch));
        assertThat(seen).isSorted();
    }

    /// An event with a smaller number that is committed later, under another key, is met by the next look.
    @Test
    void missesNoLateCommit() {
        CountDownLatch appended = new CountDownLatch(1);
        CountDownLatch relayed = new CountDownLatch(1);
        Callable<Boolean> late = () -> PostgresqlFixture.lateAppend(here, tenant, appended, relayed);
        Callable<Boolean> early = () -> {
            Fixtures.awaitLatch(appended);
            here.outbox().append(tenant, List.of(Fixtures.event("things", "early", 2)));
            List<OutboxEvent> first = here.outbox().oldest(10);
            assertThat(first).extracting(stored -> stored.event().key()).containsExactly("early");
            here.outbox().remove(first);
            relayed.countDown();
            eventually(() -> assertThat(here.outbox().oldest(10))
                    .extracting(stored -> stored.event().key())
                    .containsExactly("late"));
            assertThat(here.outbox().oldest(1).getFirst().id())
                    .isLessThan(first.getFirst().id());
            return true;
        };
        Fixtures.concurrently(List.of(late, early));
    }

    @Test
    void letsOneLeadAtATime() {
        Outbox.Lead lead = here.outbox().tryLead().orElseThrow();
        assertThat(lead.isHeld()).isTrue();
        assertThat(there.outbox().tryLead()).isEmpty();
        assertThat(here.outbox().tryLead()).isEmpty();
        lead.close();
        assertThat(lead.isHeld()).isFalse();
        eventually(() -> there.outbox().tryLead().orElseThrow().close());
    }

    @Test
    void losesLeadWithItsConnection() {
        Outbox.Lead lead = here.outbox().tryLead().orElseThrow();
        PostgresqlFixture.server()
                .sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'parley lead'");
        eventually(() -> {
            try (Outbox.Lead next = there.outbox().tryLead().orElseThrow()) {
                assertThat(next.isHeld()).isTrue();
            }
        });
        assertThat(lead.isHeld()).isFalse();
    }

    private static long number(OutboxEvent stored) {
        String payload = Fixtures.text(stored.event().payload());
        return Long.parseLong(payload.replaceAll("\\D", ""));
    }
}
