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
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import org.junit.jupiter.api.Test;

/// Tenants share nothing: neither ids nor unique values, neither reads nor writes.
public interface TenantIsolationContract extends DocumentStoreContract {
    @Test
    default void hidesDocumentsOfOtherTenants() {
        DocumentStore store = declared();
        TenantId owner = Fixtures.freshTenant();
        TenantId stranger = Fixtures.freshTenant();
        insert(store, owner, NOTES, "n1", Note.by("ada", 1));
        insert(store, stranger, NOTES, "s1", Note.by("ada", 2));
        assertThat(store.get(stranger, NOTES, "n1")).isEmpty();
        assertThat(ids(store, stranger, NOTES, IndexQuery.on("by_author_seq"))).containsExactly("s1");
        run(store, stranger, transaction -> {
            assertThat(transaction.get(NOTES, "n1")).isEmpty();
            assertThat(transaction.find(NOTES, IndexQuery.on("by_author_seq"))).hasSize(1);
        });
    }

    @Test
    default void refusesToChangeDocumentsOfOtherTenants() {
        DocumentStore store = declared();
        TenantId owner = Fixtures.freshTenant();
        TenantId stranger = Fixtures.freshTenant();
        insert(store, owner, NOTES, "n1", Note.named("mine"));
        assertThatThrownBy(() -> run(store, stranger, transaction -> transaction.replace(NOTES, "n1", Note.EMPTY, 1)))
                .isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> run(store, stranger, transaction -> transaction.delete(NOTES, "n1", 1)))
                .isInstanceOf(StaleVersionException.class);
        assertThat(present(store, owner, NOTES, "n1").value()).isEqualTo(Note.named("mine"));
    }

    @Test
    default void letsEachTenantUseTheSameIdsAndNames() {
        DocumentStore store = declared();
        TenantId one = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        insert(store, one, NOTES, "n1", Note.named("same").withAuthor("one"));
        insert(store, other, NOTES, "n1", Note.named("same").withAuthor("other"));
        assertThat(present(store, one, NOTES, "n1").value().author()).isEqualTo("one");
        assertThat(present(store, other, NOTES, "n1").value().author()).isEqualTo("other");
    }

    @Test
    default void leavesOtherTenantsWhenDeleting() {
        DocumentStore store = declared();
        TenantId one = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        insert(store, one, NOTES, "n1", Note.EMPTY);
        insert(store, other, NOTES, "n1", Note.EMPTY);
        run(store, one, transaction -> transaction.delete(NOTES, "n1", 1));
        assertThat(store.get(other, NOTES, "n1")).isPresent();
    }
}
