package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A transaction happens as a whole or not at all, whatever ends it and whoever runs beside it.
public interface AtomicTransactionsContract extends DocumentStoreContract {
    @Test
    default void commitsAllWrites() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.by("ada", 1));
        insert(store, tenant, NOTES, "n2", Note.by("ada", 2));
        run(store, tenant, transaction -> {
            transaction.insert(NOTES, "n3", Note.by("ada", 3));
            transaction.insert(DRAFTS, "d1", Note.EMPTY);
            transaction.replace(NOTES, "n1", Note.by("bob", 1), 1);
            transaction.delete(NOTES, "n2", 1);
        });
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_seq"))).containsExactly("n3", "n1");
        assertThat(store.get(tenant, DRAFTS, "d1")).isPresent();
    }

    @Test
    default void returnsResultOfWork() {
        assertThat(declared().<String>transact(Fixtures.freshTenant(), transaction -> "result"))
                .isEqualTo("result");
    }

    @Test
    default void undoesEverythingWhenWorkThrows() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("before"));
        insert(store, tenant, NOTES, "n2", Note.named("stays"));
        UnsupportedOperationException thrown = new UnsupportedOperationException("changed my mind");
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n3", Note.named("new"));
                    transaction.replace(NOTES, "n1", Note.named("after"), 1);
                    transaction.delete(NOTES, "n2", 1);
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(present(store, tenant, NOTES, "n1").value()).isEqualTo(Note.named("before"));
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_name"))).containsExactly("n1", "n2");
    }

    @Test
    default void undoesEverythingOnConflict() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("taken"));
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n2", Note.named("free"));
                    transaction.insert(NOTES, "n3", Note.named("taken"));
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n2", Note.named("free"));
                    transaction.delete(NOTES, "n1", 7);
                }))
                .isInstanceOf(StaleVersionException.class);
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_name"))).containsExactly("n1");
    }

    /// Engines that abort the transaction on their side cannot go on; nobody may rely on one that could.
    @Test
    default void failsEvenWhenWorkSwallowsTheConflict() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("taken"));
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n2", Note.named("free"));
                    try {
                        transaction.insert(NOTES, "n3", Note.named("taken"));
                    } catch (DuplicateKeyException swallowed) {
                        assertThat(swallowed.index()).isEqualTo("by_name");
                    }
                }))
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(store.get(tenant, NOTES, "n2")).isEmpty();
    }

    @Test
    default void letsWorkTranslateTheConflict() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("taken"));
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    try {
                        transaction.insert(NOTES, "n3", Note.named("taken"));
                    } catch (DuplicateKeyException e) {
                        throw new UnsupportedOperationException("name taken", e);
                    }
                }))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    default void seesItsOwnWrites() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        run(store, tenant, transaction -> {
            transaction.insert(NOTES, "n1", Note.by("ada", 1));
            assertThat(transaction.get(NOTES, "n1")).isPresent();
            transaction.replace(NOTES, "n1", Note.by("ada", 2), 1);
            assertThat(transaction.find(
                            NOTES, IndexQuery.on("by_author_seq").equal("ada").equal(2L)))
                    .hasSize(1);
            transaction.delete(NOTES, "n1", 2);
            assertThat(transaction.get(NOTES, "n1")).isEmpty();
            assertThat(transaction.find(NOTES, IndexQuery.on("by_author_seq"))).isEmpty();
        });
    }

    @Test
    default void isOverWhenItsWorkReturns() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        List<Transaction> leaks = new CopyOnWriteArrayList<>();
        run(store, tenant, leaks::add);
        Transaction leaked = leaks.getLast();
        assertThatThrownBy(() -> leaked.get(NOTES, "n1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> leaked.insert(NOTES, "n1", Note.EMPTY)).isInstanceOf(IllegalStateException.class);
        assertThat(store.get(tenant, NOTES, "n1")).isEmpty();
    }

    @Test
    default void goesOnAfterWorkThatFailed() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> calls = IntStream.range(0, 200)
                .mapToObj(i -> (Callable<Boolean>) () -> insertOrThrow(store, tenant, i))
                .toList();
        assertThat(Fixtures.concurrently(calls))
                .filteredOn(inserted -> inserted)
                .hasSize(100);
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_seq"))).hasSize(100);
    }

    private boolean insertOrThrow(DocumentStore store, TenantId tenant, int i) {
        try {
            run(store, tenant, transaction -> {
                transaction.insert(NOTES, "n" + i, Note.by("ada", i));
                if (i % 2 == 0) {
                    throw new UnsupportedOperationException("even");
                }
            });
            return true;
        } catch (UnsupportedOperationException expected) {
            return false;
        }
    }

    @Test
    default void losesNoConcurrentUpdate() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, DRAFTS, "counter", Note.by("ada", 0));
        Callable<Boolean> raise = () -> {
            for (int i = 0; i < 25; i++) {
                run(store, tenant, transaction -> {
                    var counter = transaction.get(DRAFTS, "counter").orElseThrow();
                    long next = counter.value().balance() + 1;
                    transaction.replace(DRAFTS, "counter", Note.by("ada", next), counter.version());
                });
            }
            return true;
        };
        Fixtures.concurrently(Collections.nCopies(8, raise));
        assertThat(present(store, tenant, DRAFTS, "counter").value()).isEqualTo(Note.by("ada", 200));
    }

    /// Two withdrawals, each allowed by the sum of both accounts, would together overdraw it (Berenson et al.,
    /// "A Critique of ANSI SQL Isolation Levels", 1995, A5B).
    @Test
    default void preventsWriteSkew() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        for (int round = 0; round < 20; round++) {
            List<String> accounts = List.of("a" + round, "b" + round);
            accounts.forEach(id -> insert(store, tenant, DRAFTS, id, Note.by("ada", 1)));
            Fixtures.concurrently(accounts.stream()
                    .map(id -> (Callable<Boolean>) () -> withdrawTwo(store, tenant, accounts, id))
                    .toList());
            long left = accounts.stream()
                    .mapToLong(id -> present(store, tenant, DRAFTS, id).value().balance())
                    .sum();
            assertThat(left).isZero();
        }
    }

    private static boolean withdrawTwo(DocumentStore store, TenantId tenant, List<String> accounts, String from) {
        return store.transact(tenant, transaction -> {
            long sum = accounts.stream()
                    .mapToLong(id ->
                            transaction.get(DRAFTS, id).orElseThrow().value().balance())
                    .sum();
            if (sum < 2) {
                return false;
            }
            var account = transaction.get(DRAFTS, from).orElseThrow();
            transaction.replace(DRAFTS, from, Note.by("ada", account.value().balance() - 2), account.version());
            return true;
        });
    }

    /// Each inserts only when it finds fewer than three: a check by query holds as well as one by id.
    @Test
    default void preventsPhantoms() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> joiners = IntStream.range(0, 12)
                .mapToObj(i -> (Callable<Boolean>) () -> store.transact(tenant, transaction -> {
                    if (transaction
                                    .find(NOTES, IndexQuery.on("by_author_seq").equal("full"))
                                    .size()
                            >= 3) {
                        return false;
                    }
                    transaction.insert(NOTES, "n" + i, Note.by("full", i));
                    return true;
                }))
                .toList();
        assertThat(Fixtures.concurrently(joiners)).filteredOn(joined -> joined).hasSize(3);
    }

    /// Pairs are always written together, so no snapshot may hold half of one.
    @Test
    default void showsReadersNoHalfTransaction() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String name = "pair" + i;
            calls.add(() -> store.transact(tenant, transaction -> {
                transaction.insert(NOTES, name + "-left", Note.by("pairs", 1));
                transaction.insert(NOTES, name + "-right", Note.by("pairs", 2));
                return true;
            }));
            calls.add(() -> {
                int found = elsewhere()
                        .find(tenant, NOTES, IndexQuery.on("by_author_seq").equal("pairs"))
                        .size();
                assertThat(found % 2).isZero();
                return true;
            });
        }
        Fixtures.concurrently(calls);
    }
}
