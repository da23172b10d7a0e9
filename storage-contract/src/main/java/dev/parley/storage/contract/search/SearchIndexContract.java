package dev.parley.storage.contract.search;

import dev.parley.core.id.TenantId;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchHit;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the tests of the search promises need of an adapter, and the few words they are written in.
public interface SearchIndexContract {
    /// The index that most tests use.
    String INDEX = "texts";

    /// The field that most tests filter by.
    String ROOM = "room";

    /// The store under test, open. The same object until [#reopenedSearch].
    SearchIndex search();

    /// Closes the store and opens it again.
    SearchIndex reopenedSearch();

    static SearchDocument document(String id, long rank, String text) {
        return new SearchDocument(id, text, Map.of(ROOM, "hall"), rank);
    }

    static SearchDocument inRoom(String id, String room, String text) {
        return new SearchDocument(id, text, Map.of(ROOM, room), 1);
    }

    /// Puts and makes visible.
    default void put(TenantId tenant, SearchDocument... documents) {
        search().put(tenant, INDEX, List.of(documents));
        search().refresh(tenant, INDEX);
    }

    default void delete(TenantId tenant, Map<String, Set<String>> filter) {
        search().delete(tenant, INDEX, filter);
        search().refresh(tenant, INDEX);
    }

    static SearchQuery query(String text) {
        return new SearchQuery(text, Map.of(), null, SearchIndex.MAX_LIMIT);
    }

    static SearchQuery query(String text, Map<String, Set<String>> filter) {
        return new SearchQuery(text, filter, null, SearchIndex.MAX_LIMIT);
    }

    /// Ids of the hits, in their order.
    static List<String> foundIn(SearchIndex index, TenantId tenant, SearchQuery query) {
        return ids(index.search(tenant, INDEX, query));
    }

    default List<String> found(TenantId tenant, String text) {
        return foundIn(search(), tenant, query(text));
    }

    static List<String> ids(SearchPage page) {
        return page.hits().stream().map(SearchHit::id).toList();
    }

    /// Ids of the hits on all pages.
    default List<String> foundOnPages(TenantId tenant, String text, int limit) {
        List<String> all = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            SearchPage page = search().search(tenant, INDEX, new SearchQuery(text, Map.of(), cursor, limit));
            all.addAll(ids(page));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }
}
