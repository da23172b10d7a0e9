package dev.parley.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.event.Event;
import dev.parley.storage.search.SearchIndex;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageIndexerTest {
    @TempDir
    private Path folder;

    private RunningSearch search;
    private ConversationId conversation;

    @BeforeEach
    void start() {
        search = new RunningSearch(folder);
        conversation = search.room.open(search.ada);
    }

    @AfterEach
    void stop() {
        search.close();
    }

    @Test
    void whatIsDeliveredTwiceIsFoundOnce() {
        Message message =
                search.room.say(conversation, search.ada, "kingfisher").getFirst();
        search.awaitIndexed();
        search.storage.events().append(TenantId.DEFAULT, List.of(RoomOfConversations.appended(message)));
        search.awaitIndexed();

        assertThat(search.found(search.ada, "kingfisher"))
                .containsExactly(message.id().value());
    }

    @Test
    void readsNeighboursTogether() {
        search.stopIndexer();
        String[] texts = IntStream.range(0, 120).mapToObj(i -> "crow " + i).toArray(String[]::new);
        search.room.say(conversation, search.ada, texts);
        search.room.reads.clear();
        try (MessageIndexer indexer = search.startIndexer()) {
            search.awaitIndexed();
            assertThat(indexer).isNotNull();
        }

        assertThat(search.found(search.ada, "crow")).hasSize(100);
        assertThat(search.room.reads.size()).isLessThan(10);
    }

    @Test
    void anOutageOnlyDelaysIt() {
        for (RuntimeException outage : List.of(
                new StoreUnavailableException("away"),
                ProblemType.UNAVAILABLE.because("away"),
                ProblemType.TIMEOUT.because("late"),
                ProblemType.INVALID_TOKEN.because("old"))) {
            search.room.outages.add(outage);
        }
        search.room.say(conversation, search.ada, "cormorant");
        search.awaitIndexed();

        assertThat(search.found(search.ada, "cormorant")).hasSize(1);
        assertThat(search.metrics.counter("parley.search.put.aside").count()).isZero();
    }

    @Test
    void oneUnreadableMessageDoesNotHideTheOthers() {
        search.room.unreadable.put("damaged", new IllegalStateException("does not open"));
        search.room.say(conversation, search.ada, "gull one", "damaged", "gull two");
        search.awaitIndexed();

        assertThat(search.found(search.ada, "gull")).hasSize(2);
        assertThat(search.metrics.counter("parley.search.put.aside").count()).isEqualTo(1);
    }

    @Test
    void eventsOfAnotherKindOrFormAreSteppedOver() {
        search.storage
                .events()
                .append(
                        TenantId.DEFAULT,
                        List.of(
                                new Event(MessageEvents.TOPIC, "k", "message.edited.v7", "{}".getBytes()),
                                new Event(MessageEvents.TOPIC, "k", MessageEvents.APPENDED, "{\"x\":1}".getBytes()),
                                new Event(MessageEvents.TOPIC, "k", MessageEvents.APPENDED, "[".getBytes())));
        search.room.say(conversation, search.ada, "plover");
        search.awaitIndexed();

        assertThat(search.found(search.ada, "plover")).hasSize(1);
    }

    @Test
    void aConversationThatIsGoneIsSteppedOver() {
        search.stopIndexer();
        ConversationId gone = search.room.open(search.ada);
        search.room.say(gone, search.ada, "dodo");
        search.room.close(gone);
        search.room.say(conversation, search.ada, "sparrow");
        try (MessageIndexer indexer = search.startIndexer()) {
            search.awaitIndexed();
            assertThat(indexer).isNotNull();
        }

        assertThat(search.found(search.ada, "sparrow")).hasSize(1);
    }

    @Test
    void messagesWithoutTextAreNothingToFind() {
        search.room.say(conversation, search.ada, "", "  ", "wren");
        search.awaitIndexed();

        assertThat(search.found(search.ada, "wren")).hasSize(1);
    }

    @Test
    void theLongestMessageIsFoundByItsLastWord() {
        String longest = "a ".repeat(8100) + "albatross";
        search.room.say(conversation, search.ada, longest, "é".repeat(16_000) + " stork", "😀".repeat(8_000));
        search.awaitIndexed();

        assertThat(search.found(search.ada, "albatross")).hasSize(1);
        assertThat(search.found(search.ada, "stork")).hasSize(1);
    }

    @Test
    void anIndexThatLostItsContentIsFilledAgain() {
        String[] texts = IntStream.range(0, 1203).mapToObj(i -> "swan" + i).toArray(String[]::new);
        search.room.say(conversation, search.ada, texts);
        ConversationId other = search.room.open(search.ada);
        search.room.say(other, search.ada, "goose");
        search.awaitIndexed();
        search.stopIndexer();
        search.index.delete(
                TenantId.DEFAULT,
                MessageDocument.INDEX,
                Map.of(MessageDocument.CONVERSATION, Set.of(conversation.value(), other.value())));
        search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, Map.of("marker", Set.of("1")));
        search.index.refresh(TenantId.DEFAULT, MessageDocument.INDEX);
        assertThat(search.found(search.ada, "goose")).isEmpty();
        search.room.outages.add(new StoreUnavailableException("away"));

        try (MessageIndexer indexer = search.startIndexer()) {
            await().untilAsserted(() -> {
                assertThat(search.found(search.ada, "goose")).hasSize(1);
                assertThat(search.found(search.ada, "swan0")).hasSize(1);
                assertThat(search.found(search.ada, "swan1202")).hasSize(1);
            });
            assertThat(indexer).isNotNull();
        }
    }

    @Test
    void anIndexEmptiedUnderARunningIndexerIsFilledAgain() {
        search.room.say(conversation, search.ada, "heron");
        search.awaitIndexed();
        search.stopIndexer();
        try (MessageIndexer indexer = search.startIndexer(Duration.ofMillis(50))) {
            await().untilAsserted(
                            () -> assertThat(search.found(search.ada, "heron")).hasSize(1));
            search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, Map.of("marker", Set.of("1")));
            search.index.delete(
                    TenantId.DEFAULT,
                    MessageDocument.INDEX,
                    Map.of(MessageDocument.CONVERSATION, Set.of(conversation.value())));
            await().untilAsserted(
                            () -> assertThat(search.found(search.ada, "heron")).hasSize(1));
            assertThat(indexer).isNotNull();
        }
    }

    /// The log hands over no event twice that was handled, and forgets those of long ago: only the history of
    /// messages has them all.
    @Test
    void anIndexThatCannotBeReadIsFilledFromTheHistory() throws Exception {
        search.room.say(conversation, search.ada, "ibis one", "ibis two");
        search.awaitIndexed();
        search.stopIndexer();
        SearchIndex again = search.reopenedIndex(files -> {
            for (Path file : files) {
                Files.write(file, new byte[] {4, 0, 4});
            }
        });
        MessageSearch reading = new MessageSearch(again, search.room);
        try (MessageIndexer indexer = search.startIndexer(again)) {
            await().untilAsserted(() -> assertThat(reading.search(search.caller(search.ada), "ibis", null, null, 10)
                            .hits())
                    .hasSize(2));
            assertThat(indexer).isNotNull();
        }
        again.close();
    }

    @Test
    void anIndexEmptiedWhileItIsFilledIsFilledFromTheBeginning() {
        ConversationId other = search.room.open(search.ada);
        search.room.say(conversation, search.ada, "egret one");
        search.room.say(other, search.ada, "egret two");
        search.awaitIndexed();
        search.stopIndexer();
        Map<String, Set<String>> marker = Map.of("marker", Set.of("1"));
        Map<String, Set<String>> messages =
                Map.of(MessageDocument.CONVERSATION, Set.of(conversation.value(), other.value()));
        search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, marker);
        search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, messages);
        search.room.reads.clear();
        search.room.beforeRead = () -> {
            // Both conversations take two reads each; before the fourth the first one is in the index already.
            if (search.room.reads.size() == 3) {
                search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, marker);
                search.index.delete(TenantId.DEFAULT, MessageDocument.INDEX, messages);
            }
        };
        try (MessageIndexer indexer = search.startIndexer()) {
            await().untilAsserted(
                            () -> assertThat(search.found(search.ada, "egret")).hasSize(2));
            assertThat(indexer).isNotNull();
        }
    }

    @Test
    void aWholeIndexIsNotFilledAgain() {
        search.room.say(conversation, search.ada, "robin");
        search.awaitIndexed();
        search.stopIndexer();
        search.room.reads.clear();
        MessageIndexer again = search.startIndexer();
        search.awaitIndexed();
        again.close();

        assertThat(search.room.reads).isEmpty();
    }

    @Test
    void tellsHowFarItIsBehind() {
        search.stopIndexer();
        search.room.say(conversation, search.ada, "one", "two");

        assertThat(search.metrics.get("parley.search.lag.events").gauge().value())
                .isEqualTo(2);
        try (MessageIndexer indexer = search.startIndexer()) {
            search.awaitIndexed();
            assertThat(indexer).isNotNull();
        }
        assertThat(search.metrics.get("parley.search.lag.events").gauge().value())
                .isZero();
        assertThat(search.metrics.get("parley.search.delay").timer().count()).isEqualTo(2);
        assertThat(search.room.reads).allMatch(range -> range.limit() <= HistoryRange.MAX_LIMIT);
    }
}
