package dev.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.Http.Reply;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Somebody who registered and signed in through the gateway.
public record Person(RunningPlatform platform, String userName, String id, String accessToken, String refreshToken) {
    public static final String PASSWORD = "seven green parrots 42";

    public static Person joins(RunningPlatform platform, String name) {
        String userName = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode registration = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", PASSWORD)
                .put("displayName", name);
        Http.post(platform.gateway("/v1/accounts"), registration.toString()).expect(201);
        return signsIn(platform, userName);
    }

    public static Person signsIn(RunningPlatform platform, String userName) {
        ObjectNode login = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", PASSWORD)
                .put("device", "e2e");
        JsonNode tokens = Http.post(platform.gateway("/v1/sessions"), login.toString())
                .expect(201)
                .json();
        return new Person(
                platform,
                userName,
                tokens.path("userId").asText(),
                tokens.path("accessToken").asText(),
                tokens.path("refreshToken").asText());
    }

    public String bearer() {
        return "Bearer " + accessToken;
    }

    public Reply get(String path) {
        return Http.get(platform.gateway(path), "Authorization", bearer());
    }

    public Reply post(String path, String json) {
        return Http.post(platform.gateway(path), json, "Authorization", bearer());
    }

    public Reply put(String path) {
        return Http.exchange("PUT", platform.gateway(path), null, "Authorization", bearer());
    }

    public Reply delete(String path) {
        return Http.exchange("DELETE", platform.gateway(path), null, "Authorization", bearer());
    }

    /// @return the conversation's id
    public String startsConversation(String title, Person... others) {
        ObjectNode body = Json.mapper().createObjectNode().put("title", title);
        var members = body.putArray("memberIds");
        for (Person other : others) {
            members.add(other.id);
        }
        return post("/v1/conversations", body.toString())
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /// Sends under a new `clientMessageId`.
    public JsonNode says(String conversation, String text) {
        return sends(conversation, UUID.randomUUID().toString(), text)
                .expect(201)
                .json();
    }

    public Reply sends(String conversation, String clientMessageId, String text) {
        ObjectNode body = Json.mapper()
                .createObjectNode()
                .put("clientMessageId", clientMessageId)
                .put("text", text);
        return post("/v1/conversations/" + conversation + "/messages", body.toString());
    }

    /// All messages in the order of seq, page by page.
    public List<JsonNode> history(String conversation) {
        List<JsonNode> all = new ArrayList<>();
        while (true) {
            long after = all.isEmpty() ? 0 : all.getLast().path("seq").asLong();
            JsonNode page = get("/v1/conversations/" + conversation + "/messages?limit=100&afterSeq=" + after)
                    .expect(200)
                    .json();
            page.path("messages").forEach(all::add);
            if (page.path("messages").isEmpty()
                    || all.getLast().path("seq").asLong()
                            >= page.path("latestSeq").asLong()) {
                return all;
            }
        }
    }

    public JsonNode searches(String text) {
        return get("/v1/search/messages?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .path("hits");
    }

    /// Uploads bytes to a conversation, whatever the answer.
    public Reply uploads(String conversation, String fileName, byte[] content) {
        URI uri = platform.gateway("/v1/media?conversationId=" + conversation + "&fileName="
                + URLEncoder.encode(fileName, StandardCharsets.UTF_8));
        return Http.exchange(
                "POST", uri, content, "Authorization", bearer(), "Content-Type", "application/octet-stream");
    }

    /// A live connection, authenticated and ready.
    public LiveConnection connects(int socketPort) {
        return LiveConnection.open(platform.socket(socketPort), accessToken);
    }
}
