package dev.parley.storage.contract.search;

import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.foundIn;
import static dev.parley.storage.contract.search.SearchIndexContract.inRoom;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchHit;
import dev.parley.storage.search.SearchIndex;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What was put is found, once, in its tenant and index alone, until it is replaced or deleted.
public interface IndexedDocumentsContract extends SearchIndexContract {
    @Test
    default void findsWhatWasPut() {
        TenantId tenant = Fixtures.freshTenant();
        Map<String, String> keywords = Map.of("room", "hall", "Author2", "ada lovelace");
        put(tenant, new SearchDocument("d1", "a quick fox", keywords, -5));
        SearchHit hit = search().search(tenant, INDEX, query("fox")).hits().getFirst();
        assertThat(hit.id()).isEqualTo("d1");
        assertThat(hit.keywords()).isEqualTo(keywords);
        assertThat(found(tenant, "wolf")).isEmpty();
    }

    @Test
    default void showsWhatWasPutWithinASecondOrSoUnasked() {
        TenantId tenant = Fixtures.freshTenant();
        search().put(tenant, INDEX, List.of(document("d1", 1, "fox")));
        eventually(() -> assertThat(found(tenant, "fox")).containsExactly("d1"));
    }

    @Test
    default void replacesById() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, inRoom("d1", "hall", "fox"), inRoom("d2", "hall", "fox"));
        put(tenant, inRoom("d1", "attic", "owl"), inRoom("d1", "attic", "bat"));
        assertThat(found(tenant, "fox")).containsExactly("d2");
        assertThat(found(tenant, "owl")).isEmpty();
        assertThat(foundIn(search(), tenant, query("bat", Map.of(ROOM, Set.of("attic")))))
                .containsExactly("d1");
    }

    @Test
    default void filtersByEveryFieldNamed() {
        TenantId tenant = Fixtures.freshTenant();
        put(
                tenant,
                new SearchDocument("d1", "fox", Map.of("room", "hall", "author", "ada"), 1),
                new SearchDocument("d2", "fox", Map.of("room", "hall", "author", "bob"), 2),
                new SearchDocument("d3", "fox", Map.of("room", "attic", "author", "ada"), 3),
                new SearchDocument("d4", "fox", Map.of(), 4));
        assertThat(foundBy(tenant, Map.of())).containsExactly("d4", "d3", "d2", "d1");
        assertThat(foundBy(tenant, Map.of("room", Set.of("hall")))).containsExactly("d2", "d1");
        assertThat(foundBy(tenant, Map.of("room", Set.of("hall", "attic", "none"))))
                .containsExactly("d3", "d2", "d1");
        assertThat(foundBy(tenant, Map.of("room", Set.of("hall"), "author", Set.of("ada"))))
                .containsExactly("d1");
        assertThat(foundBy(tenant, Map.of("room", Set.of("Hall", "hal", "hall "))))
                .isEmpty();
        assertThat(foundBy(tenant, Map.of("room", Set.of()))).isEmpty();
        assertThat(foundBy(tenant, Map.of("unknown", Set.of("hall")))).isEmpty();
    }

    private List<String> foundBy(TenantId tenant, Map<String, Set<String>> filter) {
        return foundIn(search(), tenant, query("fox", filter));
    }

    /// As many as the conversations of somebody who is in very many.
    @Test
    default void filtersByThousandsOfValues() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, inRoom("d1", "room4999", "fox"), inRoom("d2", "room5000", "fox"));
        Set<String> rooms =
                Set.copyOf(IntStream.range(0, 5000).mapToObj(i -> "room" + i).toList());
        assertThat(foundBy(tenant, Map.of(ROOM, rooms))).containsExactly("d1");
    }

    @Test
    default void deletesByFilter() {
        TenantId tenant = Fixtures.freshTenant();
        put(
                tenant,
                new SearchDocument("d1", "fox", Map.of("room", "hall", "author", "ada"), 1),
                new SearchDocument("d2", "fox", Map.of("room", "hall", "author", "bob"), 2),
                new SearchDocument("d3", "fox", Map.of("room", "attic", "author", "ada"), 3));
        delete(tenant, Map.of("room", Set.of()));
        delete(tenant, Map.of("room", Set.of("cellar")));
        assertThat(found(tenant, "fox")).hasSize(3);
        delete(tenant, Map.of("room", Set.of("hall", "cellar"), "author", Set.of("ada")));
        assertThat(found(tenant, "fox")).containsExactly("d3", "d2");
        delete(tenant, Map.of("room", Set.of("hall", "attic")));
        assertThat(found(tenant, "fox")).isEmpty();
        assertThatThrownBy(() -> search().delete(tenant, INDEX, Map.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void keepsTenantsAndIndexesApart() {
        TenantId tenant = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"));
        put(other, document("d1", 1, "wolf"));
        search().put(tenant, "more-texts2", List.of(document("d9", 1, "bear")));
        search().refresh(tenant, "more-texts2");
        delete(other, Map.of(ROOM, Set.of("hall")));
        assertThat(found(tenant, "fox")).containsExactly("d1");
        assertThat(found(tenant, "bear")).isEmpty();
        assertThat(found(other, "fox")).isEmpty();
        assertThat(found(other, "wolf")).isEmpty();
    }

    @Test
    default void findsNothingWhereNothingWasPut() {
        TenantId tenant = Fixtures.freshTenant();
        search().put(tenant, INDEX, List.of());
        delete(tenant, Map.of(ROOM, Set.of("hall")));
        assertThat(found(tenant, "fox")).isEmpty();
    }

    @Test
    default void refusesWhatExceedsItsBoundsAndKeepsNothingOfIt() {
        TenantId tenant = Fixtures.freshTenant();
        SearchDocument fits = document("d1", 1, "fox ");
        String longest = "fox " + "é".repeat(SearchIndex.MAX_TEXT_BYTES / 2 - 2);
        put(tenant, document("d0", 1, longest));
        for (SearchDocument tooBig : List.of(
                document("d2", 1, longest + "x"),
                document("x".repeat(SearchIndex.MAX_KEYWORD_LENGTH + 1), 1, "fox"),
                document("", 1, "fox"),
                inRoom("d2", "x".repeat(SearchIndex.MAX_KEYWORD_LENGTH + 1), "fox"))) {
            assertThatThrownBy(() -> search().put(tenant, INDEX, List.of(fits, tooBig)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(found(tenant, "fox")).containsExactly("d0");
        for (String name : List.of("", "Upper", "../up", "a/b", "a.b", "ü")) {
            assertThatThrownBy(() -> search().put(tenant, name, List.of(fits)))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> search().search(tenant, name, query("fox")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    default void takesTheGreatestIdsAndKeywords() {
        TenantId tenant = Fixtures.freshTenant();
        String longest = "😀".repeat(SearchIndex.MAX_KEYWORD_LENGTH / 2);
        put(tenant, inRoom(longest, longest, "fox"));
        assertThat(foundBy(tenant, Map.of(ROOM, Set.of(longest)))).containsExactly(longest);
    }

    @Test
    default void takesManyWritersAtOnce() {
        TenantId tenant = Fixtures.freshTenant();
        List<Callable<Boolean>> writers = IntStream.range(0, 24)
                .mapToObj(i -> (Callable<Boolean>) () -> {
                    search().put(
                                    tenant,
                                    INDEX,
                                    List.of(inRoom("w" + i, "r" + i, "fox"), inRoom("same", "r" + i, "owl")));
                    if (i % 3 == 0) {
                        search().delete(tenant, INDEX, Map.of(ROOM, Set.of("r" + i)));
                    }
                    // What is there is whole while others write.
                    return found(tenant, "owl").size() <= 1;
                })
                .toList();
        assertThat(Fixtures.concurrently(writers)).doesNotContain(false);
        search().refresh(tenant, INDEX);
        assertThat(found(tenant, "fox")).hasSize(16).doesNotContain("w0", "w21");
    }

    @Test
    default void keepsAllOverReopening() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"), document("d2", 2, "fox"), inRoom("d3", "attic", "fox"));
        delete(tenant, Map.of(ROOM, Set.of("attic")));
        SearchIndex again = reopenedSearch();
        assertThat(foundIn(again, tenant, query("fox"))).containsExactly("d2", "d1");
        again.put(tenant, INDEX, List.of(document("d1", 3, "fox")));
        again.refresh(tenant, INDEX);
        assertThat(foundIn(again, tenant, query("fox"))).containsExactly("d1", "d2");
    }

    @Test
    default void refusesEverythingOnceClosed() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"));
        SearchIndex closed = search();
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.put(tenant, INDEX, List.of(document("d2", 1, "fox"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> closed.search(tenant, INDEX, query("fox")))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> closed.delete(tenant, INDEX, Map.of(ROOM, Set.of("hall"))))
                .isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> closed.refresh(tenant, INDEX)).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(closed::check).isInstanceOf(StoreUnavailableException.class);
        assertThat(foundIn(reopenedSearch(), tenant, query("fox"))).containsExactly("d1");
    }

    @Test
    default void saysThatItWorks() {
        TenantId tenant = Fixtures.freshTenant();
        search().check();
        put(tenant, document("d1", 1, "fox"));
        search().check();
        assertThat(found(tenant, "fox")).hasSize(1);
    }
}
