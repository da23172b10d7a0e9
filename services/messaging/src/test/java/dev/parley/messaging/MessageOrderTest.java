package dev.parley.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.api.messaging.Sent;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many senders at once, each of whom sends some messages twice at the same time: whatever the interleaving, one
/// order without gaps, and each message once.
class MessageOrderTest {
    private static final int SENDERS = 12;
    private static final int MESSAGES = 40;
    private static final int CONVERSATIONS = 3;

    @Test
    void concurrentSendersGiveOneOrderWithoutGapsAndDuplicatesCollapse(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("parley.seed", System.nanoTime());
        try (MessagingFixture parley = new MessagingFixture(folder)) {
            List<Caller.User> senders = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                senders.add(parley.user());
            }
            List<ConversationId> rooms = new ArrayList<>();
            for (int i = 0; i < CONVERSATIONS; i++) {
                rooms.add(parley.conversation(senders.getFirst(), senders.toArray(Caller.User[]::new)));
            }
            List<Sent> sent = sendAll(parley, senders, rooms, new Random(seed));
            for (ConversationId room : rooms) {
                assertOneOrder(parley, senders.getFirst(), room, sent);
            }
            assertEventsMatch(parley, sent);
        } catch (Throwable e) {
            throw new AssertionError("repeat with -Dparley.seed=" + seed, e);
        }
    }

    private static List<Sent> sendAll(
            MessagingFixture parley, List<Caller.User> senders, List<ConversationId> rooms, Random random)
            throws Exception {
        List<Future<Sent>> sends = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int message = 0; message < MESSAGES; message++) {
                for (Caller.User sender : senders) {
                    ConversationId room = rooms.get(random.nextInt(rooms.size()));
                    var command = MessagingFixture.message("m" + message, "text " + message);
                    int times = 1 + random.nextInt(3);
                    for (int i = 0; i < times; i++) {
                        sends.add(executor.submit(() -> parley.messages.send(sender, room, command)));
                    }
                }
            }
        }
        List<Sent> sent = new ArrayList<>();
        for (Future<Sent> send : sends) {
            sent.add(send.get());
        }
        return sent;
    }

    private static void assertOneOrder(
            MessagingFixture parley, Caller.User reader, ConversationId room, List<Sent> sent) {
        List<Message> history = parley.messages
                .history(reader, room, HistoryRange.after(0, HistoryRange.MAX_LIMIT))
                .messages();
        List<Sent> here = sent.stream()
                .filter(each -> each.message().conversationId().equals(room))
                .toList();
        assertThat(history)
                .extracting(Message::seq)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, history.size()).boxed().toList());
        assertThat(history)
                .as("answers tell of exactly what is stored")
                .containsExactlyInAnyOrderElementsOf(
                        here.stream().map(Sent::message).collect(Collectors.toSet()));
        assertThat(here.stream().filter(each -> !each.duplicate()).count())
                .as("one send of each message was the first")
                .isEqualTo(history.size());
    }

    private static void assertEventsMatch(MessagingFixture parley, List<Sent> sent) {
        Map<ConversationId, List<Long>> seqs = new ConcurrentHashMap<>();
        var subscription = parley.storage.events().consume(MessageEvents.TOPIC, "test", batch -> {
            for (var each : batch) {
                var appended = Json.read(each.event().payload(), MessageEvents.Appended.class);
                seqs.computeIfAbsent(appended.conversationId(), _ -> new CopyOnWriteArrayList<>())
                        .add(appended.seq());
            }
        });
        long stored = sent.stream().map(each -> each.message().id()).distinct().count();
        Awaitility.await()
                .until(() -> seqs.values().stream().mapToLong(List::size).sum() >= stored);
        subscription.close();
        seqs.values()
                .forEach(each -> assertThat(each)
                        .containsExactlyElementsOf(LongStream.rangeClosed(1, Collections.max(each))
                                .boxed()
                                .toList()));
    }
}
