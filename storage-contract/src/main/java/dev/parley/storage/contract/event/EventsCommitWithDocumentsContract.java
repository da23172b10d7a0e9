package dev.parley.storage.contract.event;

import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.event.StoredEvent;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// An event appended in a transaction and the documents written there are both there or neither.
public interface EventsCommitWithDocumentsContract extends DocumentStoreContract, EventLogContract {
    @Test
    default void deliversEventOfCommittedTransaction() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        run(store, tenant, transaction -> {
            transaction.insert(DRAFTS, "d1", Note.EMPTY);
            transaction.append(Fixtures.event(topic, "d1", 1));
            transaction.append(Fixtures.event(topic, "d1", 2));
        });
        eventually(() -> assertThat(heard.numbers("d1")).containsExactly(1L, 2L));
        assertThat(heard.events()).extracting(StoredEvent::tenant).containsOnly(tenant);
    }

    @Test
    default void deliversNothingOfTransactionThatFailed() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        insert(store, tenant, DRAFTS, "taken", Note.EMPTY);
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.append(Fixtures.event(topic, "key", 1));
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.append(Fixtures.event(topic, "key", 2));
                    transaction.insert(DRAFTS, "taken", Note.EMPTY);
                }))
                .isInstanceOf(DuplicateKeyException.class);
        run(store, tenant, transaction -> transaction.append(Fixtures.event(topic, "key", 3)));
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("key")).containsExactly(3L));
    }

    @Test
    default void showsDocumentToWhoeverHearsItsEvent() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        Set<String> missing = ConcurrentHashMap.newKeySet();
        Heard heard = new Heard();
        events().consume(topic, "group", batch -> {
            for (StoredEvent stored : batch) {
                if (elsewhere().get(tenant, DRAFTS, stored.event().key()).isEmpty()) {
                    missing.add(stored.event().key());
                }
            }
            heard.handle(batch);
        });
        for (int i = 0; i < 50; i++) {
            String id = "d" + i;
            run(store, tenant, transaction -> {
                transaction.append(Fixtures.event(topic, id, 1));
                transaction.insert(DRAFTS, id, Note.EMPTY);
            });
        }
        eventually(() -> assertThat(heard.events()).hasSizeGreaterThanOrEqualTo(50));
        assertThat(missing).isEmpty();
    }

    /// The number comes from the document, so the order of commits is the order of numbers.
    @Test
    default void deliversInOrderOfCommits() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        insert(store, tenant, DRAFTS, "counter", Note.by("ada", 0));
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        Callable<Boolean> raise = () -> {
            for (int i = 0; i < 20; i++) {
                run(store, tenant, transaction -> {
                    var counter = transaction.get(DRAFTS, "counter").orElseThrow();
                    long next = counter.value().balance() + 1;
                    transaction.replace(DRAFTS, "counter", Note.by("ada", next), counter.version());
                    transaction.append(Fixtures.event(topic, "counter", next));
                });
            }
            return true;
        };
        Fixtures.concurrently(Collections.nCopies(6, raise));
        List<Long> expected = LongStream.rangeClosed(1, 120).boxed().toList();
        eventually(
                () -> assertThat(heard.numbers("counter").stream().distinct()).containsExactlyElementsOf(expected));
        assertThat(heard.numbers("counter")).isSorted();
    }

    /// The first writes of a tenant, and to a topic, race: what one of them commits is seen by those who lost, as
    /// soon as they know that they did.
    @Test
    default void hidesNothingBesideOneThatFails() {
        DocumentStore store = declared();
        for (int round = 0; round < 10; round++) {
            TenantId tenant = Fixtures.freshTenant();
            String topic = Fixtures.freshName();
            Heard heard = new Heard();
            events().consume(topic, "group", heard);
            List<Callable<Boolean>> rivals = IntStream.range(0, 16)
                    .mapToObj(i -> (Callable<Boolean>) () -> wins(store, tenant, topic, "d" + i))
                    .toList();
            assertThat(Fixtures.concurrently(rivals)).containsOnlyOnce(true);
            eventually(() -> assertThat(heard.events()).hasSize(1));
        }
    }

    private boolean wins(DocumentStore store, TenantId tenant, String topic, String own) {
        try {
            run(store, tenant, transaction -> {
                transaction.append(Fixtures.event(topic, own, 1));
                transaction.insert(DRAFTS, own, Note.EMPTY);
                transaction.insert(DRAFTS, "prize", Note.EMPTY);
            });
            return true;
        } catch (DuplicateKeyException e) {
            assertThat(store.get(tenant, DRAFTS, "prize")).isPresent();
            return false;
        }
    }

    @Test
    default void keepsBothOverReopening() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        run(store, tenant, transaction -> {
            transaction.insert(DRAFTS, "d1", Note.EMPTY);
            transaction.append(Fixtures.event(topic, "d1", 1));
        });
        DocumentStore again = reopened();
        again.declare(List.of(DRAFTS));
        assertThat(again.get(tenant, DRAFTS, "d1")).isPresent();
        Heard heard = new Heard();
        events().consume(topic, "group", heard);
        eventually(() -> assertThat(heard.numbers("d1")).containsExactly(1L));
    }
}
