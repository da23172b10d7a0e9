package dev.parley.storage.contract.document;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// What the tests of the document promises need of an adapter, and the few words they are written in.
public interface DocumentStoreContract {
    /// Notes with an index of every kind.
    Collection<Note> NOTES = Collection.of(
            "contract_notes",
            Note.class,
            Index.on("by_author_seq", "author", "seq"),
            Index.on("by_at", "at"),
            Index.on("by_pinned", "pinned"),
            Index.on("by_name_text", "name"),
            Index.unique("by_name", "name"),
            Index.unique("by_author_name", "author", "name"));

    /// A second collection, without indexes.
    Collection<Note> DRAFTS = Collection.of("contract_drafts", Note.class);

    /// Notes that are gone at the instant in `at`.
    Collection<Note> FLEETING = Collection.of(
                    "contract_fleeting",
                    Note.class,
                    Index.unique("by_name", "name"),
                    Index.on("by_author_seq", "author", "seq"))
            .expiringAt("at");

    /// The store under test, open. The same object until [#reopened].
    DocumentStore documents();

    /// The same data as another process has it open. The same object where only one process can.
    default DocumentStore elsewhere() {
        return documents();
    }

    /// Closes the store and all else that has the data open, and opens it again.
    DocumentStore reopened();

    /// The store with the collections of these tests.
    default DocumentStore declared() {
        DocumentStore store = documents();
        store.declare(List.of(NOTES, DRAFTS, FLEETING));
        if (elsewhere() != store) {
            elsewhere().declare(List.of(NOTES, DRAFTS, FLEETING));
        }
        return store;
    }

    /// Runs work that has no result.
    static void run(DocumentStore store, TenantId tenant, Consumer<Transaction> work) {
        store.transact(tenant, transaction -> {
            work.accept(transaction);
            return true;
        });
    }

    static <T> void insert(DocumentStore store, TenantId tenant, Collection<T> collection, String id, T value) {
        run(store, tenant, transaction -> transaction.insert(collection, id, value));
    }

    static List<String> ids(DocumentStore store, TenantId tenant, Collection<?> collection, IndexQuery query) {
        return store.find(tenant, collection, query).stream().map(Versioned::id).toList();
    }

    /// The document, which must be there.
    static <T> Versioned<T> present(DocumentStore store, TenantId tenant, Collection<T> collection, String id) {
        Optional<Versioned<T>> found = store.get(tenant, collection, id);
        return found.orElseThrow(() -> new AssertionError("no " + collection.name() + "/" + id));
    }
}
