package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class ConversationsTest {
    private final RunningPlatform platform;

    ConversationsTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void messagesArriveLiveOnBothSocketNodesAndStandInHistory() {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        String conversation = ada.startsConversation("plans", ben);
        LiveConnection onFirst = ada.connects(0);
        LiveConnection onSecond = ben.connects(1);

        JsonNode sent = ada.says(conversation, "shall we?");

        JsonNode atBen = onSecond.awaitMessages(1).getFirst();
        JsonNode atAda = onFirst.awaitMessages(1).getFirst();
        assertThat(atBen).isEqualTo(sent).isEqualTo(atAda);
        assertThat(atBen.path("text").asText()).isEqualTo("shall we?");
        assertThat(atBen.path("seq").asLong()).isEqualTo(1);
        assertThat(ben.history(conversation)).containsExactly(sent);
    }

    @Test
    void theSameClientMessageIdIsOneMessage() throws Exception {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("notes");
        String clientMessageId = UUID.randomUUID().toString();
        List<Reply> replies = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Reply>> attempts = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                attempts.add(executor.submit(() -> ada.sends(conversation, clientMessageId, "once")));
            }
            for (Future<Reply> attempt : attempts) {
                replies.add(attempt.get());
            }
        }
        assertThat(replies).extracting(Reply::status).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(replies)
                .extracting(reply -> reply.json().path("id").asText())
                .containsOnly(replies.getFirst().json().path("id").asText());
        assertThat(ada.history(conversation)).hasSize(1);
        assertThat(ada.sends(conversation, clientMessageId, "twice").expect(409).problemCode())
                .isEqualTo("client-message-id-reused");
        assertThat(ada.history(conversation)).hasSize(1);
    }

    @Test
    void concurrentSendersGetOneOrderWithoutGapsThatAllSeeAlike() throws Exception {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        String conversation = ada.startsConversation("race", ben);
        LiveConnection first = ada.connects(0);
        LiveConnection second = ben.connects(1);
        int each = 100;
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Person person : List.of(ada, ben)) {
                for (int i = 0; i < each; i++) {
                    String text = person.userName() + " " + i;
                    executor.submit(() -> person.says(conversation, text));
                }
            }
        }
        List<JsonNode> history = ada.history(conversation);
        assertThat(history)
                .extracting(message -> message.path("seq").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 2 * each).boxed().toList());
        assertThat(first.awaitMessages(2 * each)).isEqualTo(history);
        assertThat(second.awaitMessages(2 * each)).isEqualTo(history);
    }

    @Test
    void aCutConnectionResumesWithNothingMissingAndNothingTwice() {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        String conversation = ada.startsConversation("tunnel", ben);
        LiveConnection before = ben.connects(0);
        ada.says(conversation, "one");
        long seen = before.awaitMessages(1).getFirst().path("seq").asLong();
        before.cut();
        for (String text : List.of("two", "three", "four")) {
            ada.says(conversation, text);
        }
        LiveConnection after = ben.connects(1);
        after.resume(conversation, seen);
        ada.says(conversation, "five");
        assertThat(after.awaitMessages(4))
                .extracting(message -> message.path("text").asText())
                .containsExactly("two", "three", "four", "five");
        assertThat(after.pendingMessages()).isEmpty();
    }

    @Test
    void someoneAddedLaterReceivesLiveAndSomeoneRemovedDoesNot() {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        String conversation = ada.startsConversation("guests");
        LiveConnection live = ben.connects(1);
        ada.put("/v1/conversations/" + conversation + "/members/" + ben.id()).expect(200);
        assertThat(live.await("joined").path("conversationId").asText()).isEqualTo(conversation);
        ada.says(conversation, "welcome");
        assertThat(live.awaitMessages(1).getFirst().path("text").asText()).isEqualTo("welcome");
        ada.delete("/v1/conversations/" + conversation + "/members/" + ben.id()).expect(204);
        assertThat(live.await("left").path("conversationId").asText()).isEqualTo(conversation);
        ada.says(conversation, "gone");
        String other = ada.startsConversation("marker", ben);
        live.await("joined");
        ada.says(other, "marker");
        assertThat(live.awaitMessages(1).getFirst().path("text").asText())
                .as("nothing of the conversation that was left comes before the marker")
                .isEqualTo("marker");
        assertThat(ben.get("/v1/conversations/" + conversation + "/messages").problemCode())
                .isEqualTo("not-found");
    }

    @Test
    void creatingWithTheSameIdempotencyKeyIsOneConversation() {
        Person ada = Person.joins(platform, "ada");
        String[] headers = {"Authorization", ada.bearer(), "Idempotency-Key", "k-" + UUID.randomUUID()};
        String body = "{\"title\":\"once\",\"memberIds\":[]}";
        var uri = platform.gateway("/v1/conversations");
        String id = Http.post(uri, body, headers).expect(201).json().path("id").asText();
        assertThat(Http.post(uri, body, headers).json().path("id").asText()).isEqualTo(id);
        assertThat(Http.post(uri, "{\"title\":\"twice\",\"memberIds\":[]}", headers)
                        .expect(422)
                        .problemCode())
                .isEqualTo("idempotency-key-reused");
        assertThat(ada.get("/v1/conversations").json().path("conversations")).hasSize(1);
    }
}
