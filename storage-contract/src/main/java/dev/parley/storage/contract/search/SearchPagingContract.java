package dev.parley.storage.contract.search;

import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.ids;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Hits come from the greatest rank to the smallest, each on exactly one page, whatever is put meanwhile.
public interface SearchPagingContract extends SearchIndexContract {
    private SearchPage page(TenantId tenant, @Nullable String cursor, int limit) {
        return search().search(tenant, INDEX, new SearchQuery("fox", Map.of(), cursor, limit));
    }

    @Test
    default void ordersByRankWhateverTheOrderOfPuts() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("b", 2, "fox"), document("d", Long.MAX_VALUE, "fox"));
        put(tenant, document("a", Long.MIN_VALUE, "fox fox fox"), document("c", 3, "fox"), document("m", -1, "fox"));
        assertThat(found(tenant, "fox")).containsExactly("d", "c", "b", "m", "a");
        assertThat(foundOnPages(tenant, "fox", 1)).containsExactly("d", "c", "b", "m", "a");
    }

    @Test
    default void givesEachHitOnOnePageEvenOfOneRank() {
        TenantId tenant = Fixtures.freshTenant();
        List<SearchDocument> documents = new ArrayList<>();
        IntStream.range(0, 57).forEach(i -> documents.add(document("d" + i, i / 20, "fox")));
        search().put(tenant, INDEX, documents.subList(0, 30));
        search().put(tenant, INDEX, documents.subList(30, 57));
        search().refresh(tenant, INDEX);
        List<String> whole = found(tenant, "fox");
        assertThat(whole).hasSize(57);
        for (int limit : new int[] {1, 7, 19, 56, 57, 58}) {
            assertThat(foundOnPages(tenant, "fox", limit))
                    .as("pages of %d", limit)
                    .isEqualTo(whole);
        }
    }

    @Test
    default void hasNoNextPageWhenThisIsTheLast() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("a", 1, "fox"), document("b", 2, "fox"));
        assertThat(page(tenant, null, 2).next()).isNull();
        assertThat(page(tenant, null, 3).next()).isNull();
        assertThat(page(tenant, null, 1).next()).isNotNull();
    }

    @Test
    default void goesOnWhereItWasUnderNewerPuts() {
        TenantId tenant = Fixtures.freshTenant();
        for (int i = 0; i < 10; i++) {
            put(tenant, document("d" + i, i, "fox"));
        }
        SearchPage first = page(tenant, null, 4);
        assertThat(ids(first)).containsExactly("d9", "d8", "d7", "d6");
        put(tenant, document("new1", 100, "fox"), document("new2", 101, "fox"));
        SearchPage second = page(tenant, first.next(), 4);
        assertThat(ids(second)).containsExactly("d5", "d4", "d3", "d2");
        // Neither the hit where the page ended nor any other has to be there still.
        search().delete(tenant, INDEX, Map.of(ROOM, Set.of("hall")));
        put(tenant, document("d1", 1, "fox"), document("d7", 7, "fox"));
        assertThat(ids(page(tenant, second.next(), 4))).containsExactly("d1");
    }

    @Test
    default void goesOnOverReopening() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("a", 1, "fox"), document("b", 2, "fox"), document("c", 2, "fox"));
        List<String> whole = found(tenant, "fox");
        String next = page(tenant, null, 2).next();
        reopenedSearch();
        assertThat(ids(page(tenant, next, 2))).containsExactly(whole.getLast());
    }

    @Test
    default void refusesCursorsOfItsCallersMaking() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("a", 1, "fox"));
        for (String cursor : List.of("", "x", "null", "0", "../..", "\u0000", "AAAA", "é😀", "x".repeat(10_000))) {
            assertThatThrownBy(() -> page(tenant, cursor, 2)).as(cursor).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
