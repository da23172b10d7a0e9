package dev.parley.app.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection that keeps the frames it receives until they are asked for.
public final class Socket implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Inbox inbox;
    private final WebSocket socket;

    private Socket(Inbox inbox, WebSocket socket) {
        this.inbox = inbox;
        this.socket = socket;
    }

    static Socket open(HttpClient client, URI uri) {
        Inbox inbox = new Inbox();
        try {
            WebSocket socket = client.newWebSocketBuilder()
                    .connectTimeout(Duration.ofSeconds(3))
                    .buildAsync(uri, inbox)
                    .join();
            return new Socket(inbox, socket);
        } catch (CompletionException e) {
            throw new RemoteException(uri + " does not take WebSocket connections");
        }
    }

    /// Signs in and waits until the connection is ready.
    public Socket authenticated(String accessToken) {
        send("authenticate", "accessToken", accessToken);
        next("ready");
        return this;
    }

    /// Asks for what was sent after `afterSeq`.
    public void resume(String conversationId, long afterSeq) {
        var frame = Json.mapper()
                .createObjectNode()
                .put("type", "resume")
                .put("conversationId", conversationId)
                .put("afterSeq", afterSeq);
        socket.sendText(frame.toString(), true).join();
    }

    /// Sends a frame of a type with at most one member.
    public void send(String type, String member, String value) {
        var frame = Json.mapper().createObjectNode().put("type", type);
        if (!member.isEmpty()) {
            frame.put(member, value);
        }
        socket.sendText(frame.toString(), true).join();
    }

    /// The next frame of a type; others before it are passed over.
    ///
    /// @throws RemoteException when none comes, or the server refuses something meanwhile
    public JsonNode next(String type) {
        while (true) {
            JsonNode frame = next();
            String actual = frame.path("type").asText();
            if (actual.equals(type)) {
                return frame;
            }
            if (actual.equals("error")) {
                throw new RemoteException("the socket service answered " + frame);
            }
        }
    }

    /// The next frame, whatever it is.
    public JsonNode next() {
        try {
            JsonNode frame = inbox.frames.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (frame == null) {
                throw new RemoteException("nothing came over the socket within " + PATIENCE.toSeconds() + " s");
            }
            return frame;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while waiting for a frame");
        }
    }

    /// Cuts the connection without a word, as a lost network does.
    public void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        if (!socket.isOutputClosed()) {
            socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        }
        socket.abort();
    }

    private static final class Inbox implements WebSocket.Listener {
        private final BlockingQueue<JsonNode> frames = new LinkedBlockingQueue<>();
        private final StringBuilder partial = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            partial.append(data);
            if (last) {
                try {
                    frames.add(Json.parse(partial.toString().getBytes(StandardCharsets.UTF_8)));
                } catch (IOException e) {
                    frames.add(Json.mapper()
                            .createObjectNode()
                            .put("type", "error")
                            .put("detail", "not JSON"));
                }
                partial.setLength(0);
            }
            webSocket.request(1);
            return null;
        }
    }
}
