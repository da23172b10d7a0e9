package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A document comes back as it was written, until it is replaced or deleted; what cannot be stored is refused
/// and changes nothing.
public interface StoredDocumentContract extends DocumentStoreContract {
    @Test
    default void findsNothingWhereNothingWasWritten() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        assertThat(store.get(tenant, NOTES, "absent")).isEmpty();
        assertThat(store.find(tenant, NOTES, IndexQuery.on("by_author_seq"))).isEmpty();
    }

    @Test
    default void returnsDocumentAsItWasInserted() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        Note note =
                new Note("ada \"Ü\" 😀 \n", Long.MIN_VALUE, "naïve", true, Instant.parse("2026-01-31T09:30:00.123Z"));
        insert(store, tenant, NOTES, "n1", note);
        assertThat(store.get(tenant, NOTES, "n1")).contains(new Versioned<>("n1", note, 1));
    }

    @Test
    default void keepsEveryControlCharacter() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        StringBuilder controls = new StringBuilder();
        for (char c = 0; c < ' '; c++) {
            controls.append(c).append(c).append("\\u0000\\").append(c);
        }
        String author = controls.toString();
        Note note = Note.by(author, 1);
        insert(store, tenant, NOTES, "n\u0000\u0001", note);
        assertThat(store.get(tenant, NOTES, "n\u0000\u0001")).contains(new Versioned<>("n\u0000\u0001", note, 1));
        assertThat(store.get(tenant, NOTES, "n\u0001\u0001")).isEmpty();
        run(store, tenant, transaction -> transaction.replace(NOTES, "n\u0000\u0001", note, 1));
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_seq").equal(author)))
                .containsExactly("n\u0000\u0001");
    }

    @Test
    default void isVisibleEverywhereOnceCommitted() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        for (int i = 0; i < 20; i++) {
            insert(store, tenant, NOTES, "n" + i, Note.by("ada", i));
            assertThat(elsewhere().get(tenant, NOTES, "n" + i)).isPresent();
            assertThat(elsewhere().find(tenant, NOTES, IndexQuery.on("by_author_seq")))
                    .hasSize(i + 1);
        }
    }

    @Test
    default void keepsAbsentMembersAbsent() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.EMPTY);
        assertThat(present(store, tenant, NOTES, "n1").value()).isEqualTo(Note.EMPTY);
    }

    @Test
    default void forgetsDeletedDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.by("ada", 1));
        run(store, tenant, transaction -> transaction.delete(NOTES, "n1", 1));
        assertThat(store.get(tenant, NOTES, "n1")).isEmpty();
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_seq"))).isEmpty();
    }

    @Test
    default void insertsAgainAfterDelete() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("first"));
        run(store, tenant, transaction -> {
            transaction.delete(NOTES, "n1", 1);
            transaction.insert(NOTES, "n1", Note.named("first"));
        });
        assertThat(present(store, tenant, NOTES, "n1").version()).isEqualTo(1);
    }

    @Test
    default void keepsCollectionsApart() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("a note"));
        assertThat(store.get(tenant, DRAFTS, "n1")).isEmpty();
        insert(store, tenant, DRAFTS, "n1", Note.named("a draft"));
        assertThat(present(store, tenant, NOTES, "n1").value()).isEqualTo(Note.named("a note"));
    }

    @Test
    default void tellsIdsApartByCase() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, DRAFTS, "id", Note.named("lower"));
        insert(store, tenant, DRAFTS, "ID", Note.named("upper"));
        assertThat(present(store, tenant, DRAFTS, "id").value()).isEqualTo(Note.named("lower"));
        assertThat(store.get(tenant, DRAFTS, "Id")).isEmpty();
    }

    @Test
    default void storesLargestDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        Note largest = Note.EMPTY.withAuthor("x".repeat(DocumentStore.MAX_DOCUMENT_BYTES - "{'author':''}".length()));
        insert(store, tenant, DRAFTS, "n1", largest);
        assertThat(present(store, tenant, DRAFTS, "n1").value()).isEqualTo(largest);
    }

    @Test
    default void refusesDocumentThatIsTooLarge() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        Note tooLarge = Note.EMPTY.withAuthor("x".repeat(DocumentStore.MAX_DOCUMENT_BYTES));
        insert(store, tenant, DRAFTS, "n2", Note.EMPTY);
        assertThatThrownBy(() -> insert(store, tenant, DRAFTS, "n1", tooLarge))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.replace(DRAFTS, "n2", tooLarge, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.get(tenant, DRAFTS, "n1")).isEmpty();
        assertThat(present(store, tenant, DRAFTS, "n2").value()).isEqualTo(Note.EMPTY);
    }

    @Test
    default void refusesEmptyId() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        assertThatThrownBy(() -> insert(store, tenant, DRAFTS, "", Note.EMPTY))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void refusesCollectionThatWasNotDeclared() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        Collection<Note> unknown = Collection.of("contract_unknown", Note.class);
        assertThatThrownBy(() -> store.get(tenant, unknown, "n1")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> store.find(tenant, unknown, IndexQuery.on("by_name")))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> insert(store, tenant, unknown, "n1", Note.EMPTY))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    default void answersCheckWhileOpen() {
        documents().check();
    }

    @Test
    default void isUnavailableAfterClose() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        store.close();
        store.close();
        assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.declare(List.of(NOTES))).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.get(tenant, NOTES, "n1")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> store.find(tenant, NOTES, IndexQuery.on("by_name")))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> insert(store, tenant, NOTES, "n1", Note.EMPTY))
                .isInstanceOf(StoreUnavailableException.class);
    }
}
