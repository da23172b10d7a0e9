package dev.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket to a socket node that keeps every frame it receives.
public final class LiveConnection implements WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LinkedBlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Closed> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private @Nullable WebSocket socket;

    public record Closed(int code, String reason) {}

    /// Connects without a word.
    public static LiveConnection openSilently(URI uri) {
        LiveConnection connection = new LiveConnection();
        connection.socket = Http.CLIENT
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(5))
                .buildAsync(uri, connection)
                .join();
        return connection;
    }

    public static LiveConnection open(URI uri, String accessToken) {
        LiveConnection connection = openSilently(uri);
        connection.send("{\"type\":\"authenticate\",\"accessToken\":\"" + accessToken + "\"}");
        connection.await("ready");
        return connection;
    }

    public void send(String text) {
        socket().sendText(text, true).join();
    }

    public void resume(String conversation, long afterSeq) {
        send("{\"type\":\"resume\",\"conversationId\":\"" + conversation + "\",\"afterSeq\":" + afterSeq + "}");
    }

    /// The next frame of a type; frames of other types before it are passed over.
    public JsonNode await(String type) {
        while (true) {
            JsonNode frame = next();
            if (frame.path("type").asText().equals(type)) {
                return frame;
            }
        }
    }

    /// The next `count` messages.
    public List<JsonNode> awaitMessages(int count) {
        List<JsonNode> messages = new ArrayList<>();
        while (messages.size() < count) {
            messages.add(await("message").path("message"));
        }
        return messages;
    }

    public JsonNode next() {
        try {
            JsonNode frame = frames.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            if (frame == null) {
                throw new AssertionError("no frame came within " + PATIENCE + "; closed: " + closed);
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Messages received and not taken yet.
    public List<JsonNode> pendingMessages() {
        return frames.stream()
                .filter(frame -> frame.path("type").asText().equals("message"))
                .map(frame -> frame.path("message"))
                .toList();
    }

    public Closed awaitClose() {
        try {
            return closed.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("was not closed within " + PATIENCE, e);
        }
    }

    /// Ends without a closing handshake, as when a train enters a tunnel.
    public void cut() {
        socket().abort();
    }

    private WebSocket socket() {
        return java.util.Objects.requireNonNull(socket);
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            try {
                frames.add(Json.parse(partial.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                closed.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closed.complete(new Closed(statusCode, reason));
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.completeExceptionally(error);
    }
}
