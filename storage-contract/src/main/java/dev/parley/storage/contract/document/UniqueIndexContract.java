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
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// No two documents of a tenant share an id, or the values of a unique index.
public interface UniqueIndexContract extends DocumentStoreContract {
    @Test
    default void refusesSecondDocumentWithSameId() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("first"));
        assertDuplicate("id", () -> insert(store, tenant, NOTES, "n1", Note.named("second")));
        assertThat(present(store, tenant, NOTES, "n1").value()).isEqualTo(Note.named("first"));
    }

    @Test
    default void refusesSameValueInInsert() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("taken"));
        assertDuplicate("by_name", () -> insert(store, tenant, NOTES, "n2", Note.named("taken")));
        assertThat(store.get(tenant, NOTES, "n2")).isEmpty();
    }

    @Test
    default void refusesSameValueInReplace() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("taken"));
        insert(store, tenant, NOTES, "n2", Note.named("free"));
        assertDuplicate(
                "by_name",
                () -> run(store, tenant, transaction -> transaction.replace(NOTES, "n2", Note.named("taken"), 1)));
        assertThat(present(store, tenant, NOTES, "n2").value()).isEqualTo(Note.named("free"));
    }

    @Test
    default void refusesSameValueWithinOneTransaction() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        assertDuplicate(
                "by_name",
                () -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n1", Note.named("same"));
                    transaction.insert(NOTES, "n2", Note.named("same"));
                }));
        assertThat(store.get(tenant, NOTES, "n1")).isEmpty();
    }

    @Test
    default void comparesAllFieldsOfCompoundIndex() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("one").withAuthor("ada"));
        insert(store, tenant, NOTES, "n2", Note.named("two").withAuthor("ada"));
        assertDuplicate(
                "by_name",
                () -> insert(store, tenant, NOTES, "n3", Note.named("two").withAuthor("bob")));
    }

    @Test
    default void letsDocumentKeepItsOwnValue() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("mine"));
        run(
                store,
                tenant,
                transaction ->
                        transaction.replace(NOTES, "n1", Note.named("mine").withPinned(true), 1));
        assertThat(present(store, tenant, NOTES, "n1").version()).isEqualTo(2);
    }

    @Test
    default void freesValueOfDeletedAndReplacedDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("a"));
        insert(store, tenant, NOTES, "n2", Note.named("b"));
        run(store, tenant, transaction -> {
            transaction.delete(NOTES, "n1", 1);
            transaction.replace(NOTES, "n2", Note.named("a"), 1);
            transaction.insert(NOTES, "n3", Note.named("b"));
        });
        assertThat(present(store, tenant, NOTES, "n2").value()).isEqualTo(Note.named("a"));
        assertThat(present(store, tenant, NOTES, "n3").value()).isEqualTo(Note.named("b"));
    }

    @Test
    default void allowsManyDocumentsWithoutTheMember() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.EMPTY);
        insert(store, tenant, NOTES, "n2", Note.EMPTY);
        insert(store, tenant, NOTES, "n3", Note.EMPTY.withAuthor("ada"));
        insert(store, tenant, NOTES, "n4", Note.EMPTY.withAuthor("ada"));
        assertThat(store.get(tenant, NOTES, "n4")).isPresent();
    }

    @Test
    default void holdsOnlyDocumentsWithAllMembers() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.EMPTY.withAuthor("ada"));
        insert(store, tenant, NOTES, "n2", Note.named("x"));
        insert(store, tenant, NOTES, "n3", Note.named("y").withAuthor("ada"));
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_name"))).containsExactly("n3");
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_name").equal("ada")))
                .containsExactly("n3");
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_name"))).containsExactly("n2", "n3");
    }

    @Test
    default void tellsTextApartByCase() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("name"));
        insert(store, tenant, NOTES, "n2", Note.named("Name"));
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_name").equal("Name")))
                .containsExactly("n2");
    }

    @Test
    default void letsOneOfManyTakeValue() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> rivals = IntStream.range(0, 16)
                .mapToObj(i -> (Callable<Boolean>) () -> {
                    try {
                        insert(store, tenant, NOTES, "n" + i, Note.named("wanted"));
                        return true;
                    } catch (DuplicateKeyException e) {
                        return false;
                    }
                })
                .toList();
        assertThat(Fixtures.concurrently(rivals)).containsOnlyOnce(true);
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_name"))).hasSize(1);
    }

    private static void assertDuplicate(String index, ThrowingCallable write) {
        assertThatThrownBy(write).isInstanceOfSatisfying(DuplicateKeyException.class, e -> {
            assertThat(e.collection()).isEqualTo(NOTES.name());
            assertThat(e.index()).isEqualTo(index);
        });
    }
}
