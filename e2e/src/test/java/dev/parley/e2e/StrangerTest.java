package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.Http.Reply;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Who is not a member cannot tell a conversation from one that does not exist.
@ExtendWith(SharedPlatform.class)
class StrangerTest {
    private final RunningPlatform platform;

    StrangerTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void everythingOfAConversationIsNotFoundForAStranger() {
        Person ada = Person.joins(platform, "ada");
        Person eve = Person.joins(platform, "eve");
        String conversation = ada.startsConversation("private");
        ada.says(conversation, "between us");
        String media = ada.uploads(conversation, "a.png", Pictures.png())
                .expect(201)
                .json()
                .path("id")
                .asText();
        String nowhere = "cnv_01h455vb4pex5vsknk084sn02q";
        String noMedia = "med_01h455vb4pex5vsknk084sn02q";

        assertThat(answers(eve, conversation, media, ada.id()))
                .isEqualTo(answers(eve, nowhere, noMedia, ada.id()))
                .allSatisfy((request, answer) -> assertThat(answer).as(request).isEqualTo("404 not-found"));
        assertThat(ada.history(conversation)).hasSize(1);
        assertThat(ada.get("/v1/conversations/" + conversation + "/members")
                        .json()
                        .path("members"))
                .hasSize(1);
    }

    private static Map<String, String> answers(Person eve, String conversation, String media, String ada) {
        String path = "/v1/conversations/" + conversation;
        Map<String, Reply> replies = new LinkedHashMap<>();
        replies.put("get", eve.get(path));
        replies.put("members", eve.get(path + "/members"));
        replies.put("add herself", eve.put(path + "/members/" + eve.id()));
        replies.put("remove", eve.delete(path + "/members/" + ada));
        replies.put("history", eve.get(path + "/messages"));
        replies.put("send", eve.sends(conversation, "1", "let me in"));
        replies.put("upload", eve.uploads(conversation, "a.png", Pictures.png()));
        replies.put("media", eve.get("/v1/media/" + media));
        replies.put("content", eve.get("/v1/media/" + media + "/content"));
        Map<String, String> answers = new LinkedHashMap<>();
        replies.forEach((name, reply) -> answers.put(name, reply.status() + " " + reply.problemCode()));
        return answers;
    }

    @Test
    void searchShowsOnlyTheAskersConversations() {
        Person ada = Person.joins(platform, "ada");
        Person eve = Person.joins(platform, "eve");
        String secret = ada.startsConversation("secret");
        String shared = ada.startsConversation("shared", eve);
        ada.says(secret, "the walrus sleeps in the cellar");
        ada.says(shared, "the walrus sings in the garden");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(ada.searches("walrus")).hasSize(2));
        JsonNode hits = eve.searches("walrus");
        assertThat(hits).hasSize(1);
        assertThat(hits.get(0).path("conversationId").asText()).isEqualTo(shared);
        assertThat(eve.searches("cellar")).isEmpty();
        assertThat(eve.get("/v1/search/messages?q=walrus&conversationId=" + secret)
                        .expect(200)
                        .json()
                        .path("hits"))
                .isEmpty();
    }

    @Test
    void aResumeOfAStrangersConversationIsRefusedAndSendsNothing() {
        Person ada = Person.joins(platform, "ada");
        Person eve = Person.joins(platform, "eve");
        String conversation = ada.startsConversation("private");
        ada.says(conversation, "between us");
        LiveConnection live = eve.connects(0);
        live.resume(conversation, 0);
        JsonNode error = live.next();
        assertThat(error.path("type").asText()).isEqualTo("error");
        assertThat(error.path("code").asText()).isEqualTo("not-found");
        assertThat(live.pendingMessages()).isEmpty();
    }
}
