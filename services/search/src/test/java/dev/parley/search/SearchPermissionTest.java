package dev.parley.search;

import static dev.parley.search.RunningSearch.q;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchPermissionTest {
    @TempDir
    private Path folder;

    private RunningSearch search;
    private ConversationId conversation;

    @BeforeEach
    void start() {
        search = new RunningSearch(folder);
        conversation = search.room.open(search.ada, search.bob);
        search.room.say(conversation, search.ada, "the password is swordfish");
        search.awaitIndexed();
    }

    @AfterEach
    void stop() {
        search.close();
    }

    @Test
    void aStrangerFindsNothing() throws Exception {
        UserId stranger = search.ids.userId();
        search.room.open(stranger);

        assertThat(search.results(stranger, q("swordfish")).hits()).isEmpty();
        assertThat(search.results(stranger, q("swordfish") + "&conversationId=" + conversation)
                        .hits())
                .isEmpty();
        assertThat(search.results(search.ids.userId(), q("swordfish")).hits()).isEmpty();
    }

    @Test
    void whoLeftFindsNothingFromTheNextQueryOn() throws Exception {
        assertThat(search.results(search.bob, q("swordfish")).hits()).hasSize(1);

        search.room.leave(conversation, search.bob);

        assertThat(search.results(search.bob, q("swordfish")).hits()).isEmpty();
        assertThat(search.results(search.bob, q("swordfish") + "&conversationId=" + conversation)
                        .hits())
                .isEmpty();
        assertThat(search.results(search.ada, q("swordfish")).hits()).hasSize(1);
    }

    @Test
    void aCursorOpensNothingAfterLeaving() throws Exception {
        search.room.say(conversation, search.ada, "swordfish one", "swordfish two");
        search.awaitIndexed();
        String next = search.results(search.bob, q("swordfish") + "&limit=1").next();
        search.room.leave(conversation, search.bob);

        assertThat(search.results(search.bob, q("swordfish") + "&limit=1&cursor=" + next)
                        .hits())
                .isEmpty();
    }

    @Test
    void whoIsInVeryManyConversationsFindsInAllOfThem() throws Exception {
        ConversationId last = conversation;
        for (int i = 0; i < 2500; i++) {
            last = search.room.open(search.bob);
        }
        search.room.say(last, search.bob, "swordfish at the end");
        search.awaitIndexed();

        assertThat(search.results(search.bob, q("swordfish")).hits()).hasSize(2);
    }

    @Test
    void anIndexThatFindsTooMuchShowsNothingOfIt() {
        MessageSearch overLyingIndex = new MessageSearch(new Unfiltered(search.index), search.room);
        ConversationId own = search.room.open(search.bob);
        search.room.say(own, search.bob, "swordfish with chips");
        search.awaitIndexed();
        search.room.leave(conversation, search.bob);

        assertThat(overLyingIndex
                        .search(search.caller(search.bob), "swordfish", null, null, 10)
                        .hits())
                .allSatisfy(hit -> assertThat(hit.conversationId()).isEqualTo(own))
                .hasSize(1);
    }

    @Test
    void theMarkerOfTheIndexIsFoundByNobody() throws Exception {
        assertThat(search.results(search.ada, q("filled")).hits()).isEmpty();
    }

    /// A real index without filters.
    private static final class Unfiltered implements SearchIndex {
        private final SearchIndex real;

        Unfiltered(SearchIndex real) {
            this.real = real;
        }

        @Override
        public SearchPage search(TenantId tenant, String index, SearchQuery query) {
            return real.search(tenant, index, new SearchQuery(query.text(), Map.of(), query.cursor(), query.limit()));
        }

        @Override
        public void put(TenantId tenant, String index, List<SearchDocument> documents) {
            real.put(tenant, index, documents);
        }

        @Override
        public void delete(TenantId tenant, String index, Map<String, Set<String>> filter) {
            real.delete(tenant, index, filter);
        }

        @Override
        public void refresh(TenantId tenant, String index) {
            real.refresh(tenant, index);
        }

        @Override
        public void check() {
            real.check();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
