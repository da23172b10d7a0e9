package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What was committed is there after closing and opening again. Kill tests, which need the real engine, are
/// the adapter's.
public interface DocumentDurabilityContract extends DocumentStoreContract {
    private DocumentStore reopenedAndDeclared() {
        DocumentStore store = reopened();
        store.declare(List.of(NOTES, DRAFTS, FLEETING));
        return store;
    }

    @Test
    default void keepsDocumentsTheirVersionsAndOrder() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n2", Note.by("ada", 2));
        insert(store, tenant, NOTES, "n1", Note.by("ada", 1));
        insert(store, tenant, NOTES, "n3", Note.by("ada", 3));
        run(store, tenant, transaction -> {
            transaction.replace(NOTES, "n2", Note.by("bob", 2), 1);
            transaction.delete(NOTES, "n3", 1);
        });
        DocumentStore again = reopenedAndDeclared();
        assertThat(again.get(tenant, NOTES, "n2")).contains(new Versioned<>("n2", Note.by("bob", 2), 2));
        assertThat(ids(again, tenant, NOTES, IndexQuery.on("by_author_seq"))).containsExactly("n1", "n2");
    }

    @Test
    default void keepsUniqueIndexes() {
        TenantId tenant = Fixtures.freshTenant();
        insert(declared(), tenant, NOTES, "n1", Note.named("taken"));
        DocumentStore again = reopenedAndDeclared();
        assertThatThrownBy(() -> insert(again, tenant, NOTES, "n2", Note.named("taken")))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    default void keepsNothingOfWhatFailed() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        assertThatThrownBy(() -> run(store, tenant, transaction -> {
                    transaction.insert(NOTES, "n1", Note.EMPTY);
                    throw new UnsupportedOperationException();
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(reopenedAndDeclared().get(tenant, NOTES, "n1")).isEmpty();
    }

    @Test
    default void needsDeclarationsAgain() {
        TenantId tenant = Fixtures.freshTenant();
        insert(declared(), tenant, NOTES, "n1", Note.EMPTY);
        DocumentStore again = reopened();
        assertThatThrownBy(() -> again.get(tenant, NOTES, "n1")).isInstanceOf(IllegalStateException.class);
    }
}
