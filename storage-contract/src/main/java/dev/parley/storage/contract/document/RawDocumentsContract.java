package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Below tenants and types everything can be read in one order, and written back as it was.
public interface RawDocumentsContract extends DocumentStoreContract {
    /// A collection that no other test has, declared wherever the data are open.
    private Collection<Note> fresh(Index... indexes) {
        Collection<Note> collection = Collection.of(Fixtures.freshName(), Note.class, indexes);
        documents().declare(List.of(collection));
        elsewhere().declare(List.of(collection));
        return collection;
    }

    private static RawDocument raw(TenantId tenant, String id, long version, Note note) {
        return new RawDocument(tenant, id, version, Json.bytes(note));
    }

    /// All documents, by pages of `limit`.
    private static List<RawDocument> all(RawDocuments raw, String collection, int limit) {
        List<RawDocument> all = new ArrayList<>();
        List<RawDocument> page = raw.scan(collection, null, limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            all.addAll(page);
            page = raw.scan(collection, all.getLast().key(), limit);
        }
        return all;
    }

    @Test
    default void scansAllTenantsInOneOrderWhateverThePages() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh();
        List<TenantId> tenants = List.of(Fixtures.freshTenant(), Fixtures.freshTenant(), Fixtures.freshTenant());
        List<String> names = List.of("a", "B", "b", "b1", "ä", "😀", "\uFFFD", "z/y", "z");
        List<DocumentKey> inOrder = new ArrayList<>();
        for (TenantId tenant : tenants.stream().sorted().toList()) {
            // By UTF-8 bytes: the emoji is last, though as UTF-16 it sorts before U+FFFD.
            for (String name : List.of("B", "a", "b", "b1", "z", "z/y", "ä", "\uFFFD", "😀")) {
                inOrder.add(new DocumentKey(tenant, name));
            }
        }
        for (TenantId tenant : tenants.reversed()) {
            run(store, tenant, tx -> names.forEach(name -> tx.insert(notes, name, Note.named(name))));
        }
        for (int limit : List.of(1, 2, 7, RawDocuments.MAX_PAGE)) {
            assertThat(all(elsewhere().raw(), notes.name(), limit).stream().map(RawDocument::key))
                    .containsExactlyElementsOf(inOrder);
        }
    }

    @Test
    default void scansDocumentsAsTheyAre() throws Exception {
        DocumentStore store = documents();
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        Note note = new Note("ada \"Ü\" 😀 \n", Long.MIN_VALUE, null, true, null);
        insert(store, tenant, notes, "n1", Note.EMPTY);
        run(store, tenant, tx -> tx.replace(notes, "n1", note, 1));
        RawDocument found = store.raw().scan(notes.name(), null, 10).getFirst();
        assertThat(found.version()).isEqualTo(2);
        assertThat(Json.parse(found.json())).isEqualTo(Json.parse(Json.bytes(note)));
    }

    @Test
    default void pagesOfLargeDocumentsAreShort() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        Note large = Note.EMPTY.withAuthor("x".repeat(DocumentStore.MAX_DOCUMENT_BYTES - 100));
        for (int i = 0; i < 6; i++) {
            insert(store, tenant, notes, "n" + i, large);
        }
        List<RawDocument> page = store.raw().scan(notes.name(), null, 100);
        assertThat(page.stream().mapToLong(document -> document.json().length).sum())
                .isLessThanOrEqualTo(RawDocuments.MAX_PAGE_BYTES + DocumentStore.MAX_DOCUMENT_BYTES);
        assertThat(page).hasSizeLessThan(6);
        assertThat(all(store.raw(), notes.name(), 100)).hasSize(6);
    }

    @Test
    default void namesItsCollectionsAndScansWhatItDoesNotKnow() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh();
        assertThat(elsewhere().raw().collections()).contains(notes.name()).isSorted();
        assertThat(store.raw().scan("contract_never_declared", null, 10)).isEmpty();
        insert(store, Fixtures.freshTenant(), notes, "n1", Note.EMPTY);
        DocumentStore again = reopened();
        assertThat(again.raw().scan(notes.name(), null, 10)).hasSize(1);
    }

    @Test
    default void loadsDocumentsWithTheirVersionsAndIndexes() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh(Index.on("by_author_seq", "author", "seq"), Index.unique("by_name", "name"));
        TenantId one = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        store.raw()
                .load(
                        notes,
                        List.of(
                                raw(one, "n2", 7, Note.by("ada", 2)),
                                raw(other, "n1", 1, Note.named("same")),
                                raw(one, "n1", 3, Note.by("ada", 1)),
                                raw(one, "n3", 1, Note.named("same"))));
        assertThat(elsewhere().get(one, notes, "n2")).isPresent();
        assertThat(store.get(one, notes, "n2")).contains(new Versioned<>("n2", Note.by("ada", 2), 7));
        assertThat(ids(store, one, notes, IndexQuery.on("by_author_seq").equal("ada")))
                .containsExactly("n1", "n2");
        run(store, one, tx -> tx.replace(notes, "n2", Note.by("ada", 0), 7));
        assertThat(present(store, one, notes, "n2").version()).isEqualTo(8);
        assertThatThrownBy(() -> insert(store, one, notes, "n4", Note.named("same")))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    default void loadsInThePlaceOfWhatIsThere() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh(Index.on("by_seq", "seq"));
        TenantId tenant = Fixtures.freshTenant();
        List<RawDocument> documents = IntStream.range(0, RawDocuments.MAX_PAGE)
                .mapToObj(n -> raw(tenant, "n%04d".formatted(n), n + 1, Note.by("ada", n)))
                .toList();
        insert(store, tenant, notes, "n0500", Note.by("bob", -1));
        store.raw().load(notes, documents);
        store.raw().load(notes, documents);
        assertThat(all(store.raw(), notes.name(), 300)).hasSize(documents.size());
        assertThat(store.get(tenant, notes, "n0500")).contains(new Versioned<>("n0500", Note.by("ada", 500), 501));
        assertThat(ids(store, tenant, notes, IndexQuery.on("by_seq").limit(2))).containsExactly("n0000", "n0001");
    }

    @Test
    default void loadsAllOrNothing() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh(Index.unique("by_name", "name"));
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, notes, "n1", Note.named("taken"));
        assertThatThrownBy(() -> store.raw()
                        .load(
                                notes,
                                List.of(
                                        raw(tenant, "n2", 1, Note.named("free")),
                                        raw(tenant, "n3", 1, Note.named("taken")))))
                .isInstanceOfSatisfying(
                        DuplicateKeyException.class,
                        duplicate -> assertThat(duplicate.index()).isEqualTo("by_name"));
        RawDocument tooLarge =
                raw(tenant, "n4", 1, Note.EMPTY.withAuthor("x".repeat(DocumentStore.MAX_DOCUMENT_BYTES)));
        assertThatThrownBy(() -> store.raw().load(notes, List.of(raw(tenant, "n5", 1, Note.EMPTY), tooLarge)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(store.raw().scan(notes.name(), null, 10)).hasSize(1);
    }

    @Test
    default void loadsWhatExpires() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        Note gone = Note.named("gone").withAt(Instant.EPOCH);
        Note stays = Note.named("stays").withAt(Instant.parse("9999-01-01T00:00:00Z"));
        store.raw().load(FLEETING, List.of(raw(tenant, "n1", 1, gone), raw(tenant, "n2", 4, stays)));
        assertThat(store.get(tenant, FLEETING, "n1")).isEmpty();
        assertThat(present(store, tenant, FLEETING, "n2").version()).isEqualTo(4);
    }

    @Test
    default void keepsWhatWasLoaded() {
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        documents().raw().load(notes, List.of(raw(tenant, "n1", 9, Note.by("ada", 1))));
        DocumentStore again = reopened();
        again.declare(List.of(notes));
        assertThat(again.get(tenant, notes, "n1")).contains(new Versioned<>("n1", Note.by("ada", 1), 9));
    }

    @Test
    default void showsOneCollectionAsSeveralTypes() {
        DocumentStore store = documents();
        Collection<Note> notes = fresh(Index.on("by_seq", "seq"));
        Collection<ObjectNode> trees = notes.as(ObjectNode.class);
        TenantId tenant = Fixtures.freshTenant();
        assertThatThrownBy(() -> store.get(tenant, trees, "n1")).isInstanceOf(IllegalStateException.class);
        store.declare(List.of(trees));
        insert(store, tenant, notes, "n1", Note.by("ada", 1));
        run(store, tenant, tx -> {
            ObjectNode tree = tx.get(trees, "n1").orElseThrow().value();
            tx.replace(trees, "n1", tree.put("seq", 2), 1);
        });
        assertThat(store.get(tenant, notes, "n1")).contains(new Versioned<>("n1", Note.by("ada", 2), 2));
        assertThat(ids(store, tenant, trees, IndexQuery.on("by_seq").equal(2L))).containsExactly("n1");
    }

    @Test
    default void isNotThereAfterClose() {
        Collection<Note> notes = fresh();
        DocumentStore store = documents();
        RawDocuments raw = store.raw();
        store.close();
        assertThatThrownBy(raw::collections).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> raw.scan(notes.name(), null, 1)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> raw.load(notes, List.of())).isInstanceOf(StoreUnavailableException.class);
    }
}
