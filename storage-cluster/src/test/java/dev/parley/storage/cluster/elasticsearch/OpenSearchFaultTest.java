package dev.parley.storage.cluster.elasticsearch;

import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.OpenSearchNodes;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchQuery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The engine is killed, or hangs.
class OpenSearchFaultTest {
    private static final String INDEX = "texts";

    private final TenantId tenant = Fixtures.freshTenant();
    private final OpenSearchNodes nodes = RunningOpenSearch.nodes();
    private SearchIndex index;

    @BeforeEach
    void open() {
        index = SearchIndexOnEngine.opened(
                new ElasticsearchConfig(
                        nodes.addresses(),
                        new ElasticsearchConfig.Credentials.None(),
                        null,
                        new ElasticsearchConfig.Layout(Fixtures.freshName(), 1, 0),
                        new ElasticsearchConfig.Connections(Duration.ofSeconds(1), Duration.ofSeconds(5), 10)),
                "k");
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    @Timeout(240)
    void losesNothingThatWasPutWhenKilled() throws InterruptedException {
        AtomicInteger put = new AtomicInteger();
        Thread writer = Thread.startVirtualThread(() -> putUntilItFails(put));
        eventually(() -> assertThat(put.get()).isGreaterThan(50));
        nodes.kill(0);
        writer.join();
        try {
            assertUnavailable();
        } finally {
            // Other classes share the node.
            nodes.startAgain(0);
        }
        eventually(index::check);
        index.refresh(tenant, INDEX);
        Set<String> expected = new TreeSet<>();
        for (int i = 0; i < put.get(); i++) {
            expected.add("d" + i);
        }
        assertThat(allFound()).containsAll(expected);
        index.put(tenant, INDEX, List.of(document("after", 1, "owl")));
        index.refresh(tenant, INDEX);
        assertThat(index.search(tenant, INDEX, query("owl")).hits()).hasSize(1);
    }

    private void putUntilItFails(AtomicInteger put) {
        try {
            while (true) {
                index.put(tenant, INDEX, List.of(document("d" + put.get(), put.get(), "fox")));
                put.incrementAndGet();
            }
        } catch (StoreUnavailableException e) {
            // The kill.
            return;
        }
    }

    private Set<String> allFound() {
        Set<String> all = new TreeSet<>();
        @Nullable String cursor = null;
        do {
            var page = index.search(tenant, INDEX, new SearchQuery("fox", Map.of(), cursor, 100));
            page.hits().forEach(hit -> all.add(hit.id()));
            cursor = page.next();
        } while (cursor != null);
        return all;
    }

    @Test
    @Timeout(120)
    void waitsForAHangingEngineNoLongerThanItSays() {
        index.put(tenant, INDEX, List.of(document("d1", 1, "fox")));
        nodes.suspend(0);
        try {
            assertUnavailable();
        } finally {
            nodes.resume(0);
        }
        eventually(index::check);
        eventually(() ->
                assertThat(index.search(tenant, INDEX, query("fox")).hits()).hasSize(1));
    }

    private void assertUnavailable() {
        List<ThrowingCallable> calls = List.of(
                index::check,
                () -> index.put(tenant, INDEX, List.of(document("lost", 1, "bat"))),
                () -> index.search(tenant, INDEX, query("fox")),
                () -> index.delete(tenant, INDEX, Map.of("room", Set.of("attic"))),
                () -> index.refresh(tenant, INDEX));
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class);
        }
    }
}
