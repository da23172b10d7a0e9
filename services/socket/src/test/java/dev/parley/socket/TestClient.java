package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.Message;
import dev.parley.api.socket.ClientFrame;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.id.ConversationId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The JDK's WebSocket client, with what came in a queue.
final class TestClient implements WebSocket.Listener, AutoCloseable {
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final int PATIENCE_SECONDS = 20;

    private final BlockingQueue<ServerFrame> frames = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private volatile String closeReason = "";
    private final StringBuilder text = new StringBuilder();
    private final WebSocket socket;

    private TestClient(WebSocket.Builder builder, int port) {
        socket = builder.buildAsync(URI.create("ws://127.0.0.1:" + port + "/v1/socket"), this)
                .join();
    }

    static TestClient anonymous(int port) {
        return new TestClient(HTTP.newWebSocketBuilder(), port);
    }

    static TestClient withHeader(int port, String name, String value) {
        return new TestClient(HTTP.newWebSocketBuilder().header(name, value), port);
    }

    /// Connected and past `ready`.
    static TestClient ready(int port, String token) {
        TestClient client = withHeader(port, "Authorization", "Bearer " + token);
        assertThat(client.next()).isInstanceOf(ServerFrame.ReadyFrame.class);
        return client;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            frames.add(Json.read(text.toString().getBytes(StandardCharsets.UTF_8), ServerFrame.class));
            text.setLength(0);
        }
        webSocket.request(1);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeReason = reason;
        closed.complete(statusCode);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed.complete(-1);
    }

    void send(ClientFrame frame) {
        sendText(Json.text(frame));
    }

    void sendText(String json) {
        socket.sendText(json, true).join();
    }

    WebSocket socket() {
        return socket;
    }

    void authenticate(String token) {
        send(new ClientFrame.AuthenticateFrame(Secret.of(token)));
    }

    void resume(ConversationId conversation, long afterSeq) {
        send(new ClientFrame.ResumeFrame(conversation, afterSeq));
    }

    ServerFrame next() {
        ServerFrame frame = poll();
        assertThat(frame).as("a frame within %s s", PATIENCE_SECONDS).isNotNull();
        return java.util.Objects.requireNonNull(frame);
    }

    private @Nullable ServerFrame poll() {
        try {
            return frames.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    Message nextMessage() {
        ServerFrame frame = next();
        assertThat(frame).isInstanceOf(ServerFrame.MessageFrame.class);
        return ((ServerFrame.MessageFrame) frame).message();
    }

    String nextError() {
        ServerFrame frame = next();
        assertThat(frame).isInstanceOf(ServerFrame.ErrorFrame.class);
        return ((ServerFrame.ErrorFrame) frame).code();
    }

    /// Whatever came before has been taken when this returns: nothing else is waiting.
    void assertNothingElse() {
        send(new ClientFrame.PingFrame());
        assertThat(next()).isEqualTo(new ServerFrame.PongFrame());
    }

    int closeCode() {
        return closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    /// Once there is a [#closeCode].
    String closeReason() {
        return closeReason;
    }

    /// What came and was not taken.
    BlockingQueue<ServerFrame> frames() {
        return frames;
    }

    /// Cuts the connection without a word.
    void abort() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
    }
}
