package dev.parley.app.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.Reply;
import dev.parley.app.remote.Socket;
import dev.parley.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;

/// Somebody in the story, who does everything through the gateway and a socket node.
final class Person {
    private final Remote remote;
    private final String name;
    private final String id;
    private final String token;
    private int sent;

    private Person(Remote remote, String name, String id, String token) {
        this.remote = remote;
        this.name = name;
        this.id = id;
        this.token = token;
    }

    /// Registers under a user name that nobody has, and signs in.
    static Person joins(Remote remote, String name, RandomGenerator random) {
        String unique = HexFormat.of().toHexDigits(random.nextInt());
        String userName = name.toLowerCase(java.util.Locale.ROOT) + "-" + unique;
        String password = "a long walk by the harbour " + unique;
        ObjectNode registration = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", password)
                .put("displayName", name);
        remote.send("POST", "gateway", "/v1/accounts", registration, "").expect(201);
        ObjectNode login = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", password)
                .put("device", "parley demo");
        JsonNode tokens = remote.send("POST", "gateway", "/v1/sessions", login, "")
                .expect(201)
                .json();
        return new Person(
                remote,
                name,
                tokens.path("userId").asText(),
                tokens.path("accessToken").asText());
    }

    String name() {
        return name;
    }

    String id() {
        return id;
    }

    String token() {
        return token;
    }

    Reply get(String path) {
        return remote.get("gateway", path, token);
    }

    boolean isOwner() {
        return get("/v1/me").expect(200).json().path("roles").toString().contains("\"owner\"");
    }

    /// @return the id of the new conversation
    String opens(String title, Person other) {
        ObjectNode conversation = Json.mapper().createObjectNode().put("title", title);
        conversation.putArray("memberIds").add(other.id);
        return remote.send("POST", "gateway", "/v1/conversations", conversation, token)
                .expect(201)
                .json()
                .path("id")
                .asText();
    }

    /// @return the answer, whose request id the audit log will know
    Reply says(String conversation, String text, List<String> attachments) {
        sent++;
        ObjectNode message = Json.mapper()
                .createObjectNode()
                .put("clientMessageId", name + "-" + sent)
                .put("text", text);
        ArrayNode media = message.putArray("attachments");
        attachments.forEach(media::add);
        return remote.send("POST", "gateway", "/v1/conversations/" + conversation + "/messages", message, token)
                .expect(201);
    }

    /// @return what the platform says about the file
    JsonNode uploads(String conversation, String fileName, byte[] file) {
        String path = "/v1/media?conversationId=" + conversation + "&fileName="
                + URLEncoder.encode(fileName, StandardCharsets.UTF_8);
        return remote.upload("gateway", path, file, token).expect(201).json();
    }

    byte[] downloads(String media) {
        return get("/v1/media/" + media + "/content").expect(200).body();
    }

    JsonNode searches(String words) {
        return get("/v1/search/messages?q=" + URLEncoder.encode(words, StandardCharsets.UTF_8))
                .expect(200)
                .json()
                .path("hits");
    }

    /// A live connection to a socket node.
    Socket connects(String node) {
        return remote.socket(node).authenticated(token);
    }
}
