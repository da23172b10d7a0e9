package dev.parley.search;

import static dev.parley.search.RunningSearch.q;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.Message;
import dev.parley.api.search.SearchResults;
import dev.parley.api.search.SearchResults.Hit;
import dev.parley.api.search.SearchResults.Run;
import dev.parley.core.id.ConversationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchRoutesTest {
    @TempDir
    private Path folder;

    private RunningSearch search;
    private ConversationId conversation;

    @BeforeEach
    void start() {
        search = new RunningSearch(folder);
        conversation = search.room.open(search.ada, search.bob);
    }

    @AfterEach
    void stop() {
        search.close();
    }

    @Test
    void findsAMessageByItsWords() throws Exception {
        List<Message> said =
                search.room.say(conversation, search.ada, "The otters arrive on Monday", "Bring buckets", "otter!");
        search.awaitIndexed();

        SearchResults results = search.results(search.bob, q("OTTERS"));

        assertThat(results.hits())
                .extracting(Hit::messageId)
                .containsExactlyInAnyOrder(said.get(0).id(), said.get(2).id());
        Hit hit = results.hits().stream().filter(h -> h.seq() == 1).findFirst().orElseThrow();
        assertThat(hit.conversationId()).isEqualTo(conversation);
        assertThat(hit.highlights().getFirst().runs()).contains(new Run("otters", true));
        assertThat(results.next()).isNull();
    }

    @Test
    void allWordsMustOccurAndPhrasesAsTheyStand() throws Exception {
        search.room.say(conversation, search.ada, "red green blue", "green red", "green");
        search.awaitIndexed();

        assertThat(search.results(search.ada, q("green red")).hits()).hasSize(2);
        assertThat(search.results(search.ada, q("\"green red\"")).hits()).hasSize(1);
        assertThat(search.results(search.ada, q("green yellow")).hits()).isEmpty();
    }

    @Test
    void pagesFromTheNewestToTheOldest() throws Exception {
        String[] texts = new String[25];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = "lighthouse " + i;
        }
        for (String text : texts) {
            search.room.say(conversation, search.ada, text);
        }
        search.awaitIndexed();

        List<Long> seqs = new ArrayList<>();
        SearchResults page = search.results(search.ada, q("lighthouse") + "&limit=10");
        page.hits().forEach(hit -> seqs.add(hit.seq()));
        while (page.next() != null) {
            page = search.results(search.ada, q("lighthouse") + "&limit=10&cursor=" + page.next());
            page.hits().forEach(hit -> seqs.add(hit.seq()));
        }

        assertThat(seqs).hasSize(25).doesNotHaveDuplicates();
    }

    @Test
    void searchesInOneConversationOnly() throws Exception {
        ConversationId other = search.room.open(search.ada);
        search.room.say(conversation, search.ada, "heron");
        search.room.say(other, search.ada, "heron");
        search.awaitIndexed();

        assertThat(search.results(search.ada, q("heron")).hits()).hasSize(2);
        assertThat(search.results(search.ada, q("heron") + "&conversationId=" + other)
                        .hits())
                .extracting(Hit::conversationId)
                .containsExactly(other);
    }
}
