package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Collections and indexes come into being by being declared, and may be declared again.
public interface IndexDeclarationContract extends DocumentStoreContract {
    private static Collection<Note> collection(String name, Index... indexes) {
        return Collection.of(name, Note.class, indexes);
    }

    @Test
    default void declaresTheSameTwice() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.by("ada", 1));
        store.declare(List.of(NOTES, DRAFTS, FLEETING));
        assertThat(ids(store, tenant, NOTES, IndexQuery.on("by_author_seq"))).containsExactly("n1");
    }

    @Test
    default void fillsIndexThatIsAddedLater() {
        DocumentStore store = documents();
        TenantId tenant = Fixtures.freshTenant();
        String name = Fixtures.freshName();
        Collection<Note> before = collection(name);
        store.declare(List.of(before));
        insert(store, tenant, before, "n2", Note.by("ada", 2));
        insert(store, tenant, before, "n1", Note.by("ada", 1));
        Collection<Note> after =
                collection(name, Index.on("by_seq", "seq"), Index.unique("by_author_seq", "author", "seq"));
        store.declare(List.of(after));
        assertThat(ids(store, tenant, after, IndexQuery.on("by_seq"))).containsExactly("n1", "n2");
        assertThatThrownBy(() -> insert(store, tenant, after, "n3", Note.by("ada", 1)))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    default void followsIndexThatIsDeclaredOtherwise() {
        DocumentStore store = documents();
        TenantId tenant = Fixtures.freshTenant();
        String name = Fixtures.freshName();
        Collection<Note> before = collection(name, Index.unique("by_it", "seq"));
        store.declare(List.of(before));
        insert(store, tenant, before, "n1", Note.by("bob", 1));
        Collection<Note> after = collection(name, Index.on("by_it", "author"));
        store.declare(List.of(after));
        insert(store, tenant, after, "n2", Note.by("ada", 1));
        assertThat(ids(store, tenant, after, IndexQuery.on("by_it"))).containsExactly("n2", "n1");
    }

    @Test
    default void declaresConcurrently() {
        DocumentStore store = documents();
        TenantId tenant = Fixtures.freshTenant();
        Collection<Note> collection = collection(Fixtures.freshName(), Index.on("by_seq", "seq"));
        Callable<Boolean> declare = () -> {
            store.declare(List.of(collection));
            return true;
        };
        Fixtures.concurrently(Collections.nCopies(4, declare));
        insert(store, tenant, collection, "n1", Note.EMPTY);
        assertThat(store.get(tenant, collection, "n1")).isPresent();
    }
}
