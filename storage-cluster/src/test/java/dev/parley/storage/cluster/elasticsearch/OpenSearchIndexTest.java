package dev.parley.storage.cluster.elasticsearch;

import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.foundIn;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.engines.Ports;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchQuery;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpenSearchIndexTest extends SearchIndexOnEngine {
    private static final String PREFIX = Fixtures.freshName();

    private final TenantId tenant = Fixtures.freshTenant();

    @Override
    ElasticsearchConfig config() {
        return config(RunningOpenSearch.nodes().addresses(), PREFIX);
    }

    @Test
    void showsTheEngineNoWord() throws Exception {
        put(tenant, new SearchDocument("id-quokka", "a wallaby in the zoo", Map.of("room", "kw-dingo"), 1));
        String stored = raw("GET", "/" + PREFIX + "-" + INDEX + "/_search?size=1000&q=t:" + tenant.value());
        assertThat(stored).contains(tenant.value());
        for (String secret : List.of("wallaby", "zoo", "quokka", "dingo", "room")) {
            assertThat(stored).doesNotContain(secret);
        }
    }

    @Test
    void isMadeByManyAtOnce() {
        String name = "made-at-once";
        List<SearchIndex> processes = new ArrayList<>();
        try {
            List<Callable<Boolean>> puts = IntStream.range(0, 6)
                    .mapToObj(i -> (Callable<Boolean>) () -> {
                        SearchIndex process = opened(config(), "k");
                        synchronized (processes) {
                            processes.add(process);
                        }
                        process.put(tenant, name, List.of(document("d" + i, i, "fox")));
                        return true;
                    })
                    .toList();
            Fixtures.concurrently(puts);
            search().refresh(tenant, name);
            assertThat(search().search(tenant, name, query("fox")).hits()).hasSize(6);
        } finally {
            processes.forEach(SearchIndex::close);
        }
    }

    @Test
    void comesIntoBeingAgainWhenAnOperatorRemovedIt() throws Exception {
        String name = "removed";
        search().put(tenant, name, List.of(document("d1", 1, "fox")));
        raw("DELETE", "/" + PREFIX + "-" + name + "-v1");
        search().refresh(tenant, name);
        assertThat(search().search(tenant, name, query("fox")).hits()).isEmpty();
        search().put(tenant, name, List.of(document("d2", 1, "fox")));
        search().refresh(tenant, name);
        assertThat(search().search(tenant, name, query("foxes")).hits()).hasSize(1);
    }

    @Test
    void looksEmptyUnderAnotherKey() {
        put(tenant, document("d1", 1, "fox"));
        try (SearchIndex other = opened(config(), "o")) {
            assertThat(foundIn(other, tenant, query("fox"))).isEmpty();
            other.put(tenant, INDEX, List.of(document("d1", 1, "fox")));
            other.refresh(tenant, INDEX);
            assertThat(foundIn(other, tenant, query("fox"))).containsExactly("d1");
        }
        assertThat(found(tenant, "fox")).containsExactly("d1");
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        put(tenant, document("d1", 1, "fox owl"), document("d2", 2, "fox owl"));
        TenantId other = Fixtures.freshTenant();
        String cursor = search().search(tenant, INDEX, new SearchQuery("fox", Map.of(), null, 1))
                .next();
        assertThat(cursor).isNotNull();
        assertThatThrownBy(() -> search().search(tenant, INDEX, new SearchQuery("owl", Map.of(), cursor, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> search().search(other, INDEX, new SearchQuery("fox", Map.of(), cursor, 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void deletesMoreThanOnePageOfDocuments() {
        List<SearchDocument> many = IntStream.range(0, 2500)
                .mapToObj(i -> document("d" + i, i % 3, "fox " + i))
                .toList();
        search().put(tenant, INDEX, many);
        search().delete(tenant, INDEX, Map.of(ROOM, Set.of("hall")));
        search().refresh(tenant, INDEX);
        assertThat(found(tenant, "fox")).isEmpty();
    }

    @Test
    void filtersByMoreValuesThanTheEngineTakesAtOnce() {
        put(tenant, document("d1", 1, "fox"));
        Set<String> rooms = new HashSet<>();
        IntStream.range(0, 70_000).forEach(i -> rooms.add("room" + i));
        assertThat(foundIn(search(), tenant, query("fox", Map.of(ROOM, rooms)))).isEmpty();
        rooms.add("hall");
        assertThat(foundIn(search(), tenant, query("fox", Map.of(ROOM, rooms)))).containsExactly("d1");
    }

    @Test
    void goesToAnotherNodeWhenOneDoesNotAnswer() {
        URI dead = URI.create("http://127.0.0.1:" + Ports.free(1).getFirst());
        URI alive = RunningOpenSearch.nodes().addresses().getFirst();
        for (List<URI> addresses : List.of(List.of(dead, alive), List.of(alive, dead))) {
            try (SearchIndex index = opened(config(addresses, PREFIX), "k")) {
                index.check();
                index.put(tenant, INDEX, List.of(document("d1", 1, "fox")));
                index.refresh(tenant, INDEX);
                assertThat(foundIn(index, tenant, query("fox"))).containsExactly("d1");
            }
        }
    }

    private static String raw(String method, String path) throws IOException, InterruptedException {
        URI address = RunningOpenSearch.nodes().addresses().getFirst();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
