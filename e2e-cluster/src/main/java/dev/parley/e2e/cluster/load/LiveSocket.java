package dev.parley.e2e.cluster.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.Http;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.SeenMessage;
import java.io.IOException;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One WebSocket of a [Listener]: authenticates, resumes each conversation from where the device is, and writes
/// down every frame.
final class LiveSocket implements WebSocket.Listener {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    /// Without a word from the node, though it was pinged.
    private static final long SILENCE_NANOS = Duration.ofSeconds(20).toNanos();
    /// Before the end of a token's life, at which the connection is given a fresh one.
    private static final long EARLY_SECONDS = 30;

    private final Account account;
    private final Progress progress;
    private final Recorder.OpenConnection record;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private final Set<String> resumed = new HashSet<>();
    private volatile @Nullable WebSocket socket;
    private volatile boolean asked;
    private volatile boolean hasResumed;
    private volatile long heardNanos = System.nanoTime();
    private volatile long authenticateAtNanos = Long.MAX_VALUE;

    private LiveSocket(Account account, Progress progress, Recorder.OpenConnection record) {
        this.account = account;
        this.progress = progress;
        this.record = record;
    }

    /// @return nothing when the node does not take connections
    static @Nullable LiveSocket open(URI node, Account account, Progress progress, Recorder.OpenConnection record) {
        LiveSocket opened = new LiveSocket(account, progress, record);
        try {
            opened.socket = Http.CLIENT
                    .newWebSocketBuilder()
                    .connectTimeout(CONNECT)
                    .buildAsync(node, opened)
                    .join();
            opened.authenticate();
            return opened;
        } catch (CompletionException refused) {
            return null;
        }
    }

    boolean hasResumed() {
        return hasResumed;
    }

    /// Waits for the end of the connection.
    ///
    /// @return whether it has ended
    boolean awaitEnd(Duration patience) {
        try {
            ended.get(patience.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Pings, brings a fresh token in time, and gives up a connection that is dead.
    void keepAlive() {
        if (System.nanoTime() - heardNanos > SILENCE_NANOS) {
            close();
        } else if (System.nanoTime() - authenticateAtNanos > 0) {
            authenticate();
        } else {
            send(frame("ping"));
        }
    }

    void close() {
        WebSocket open = socket;
        if (open != null) {
            open.abort();
        }
        ended.complete(null);
    }

    private void authenticate() {
        authenticateAtNanos = Long.MAX_VALUE;
        send(frame("authenticate").put("accessToken", account.token()));
    }

    private static ObjectNode frame(String type) {
        return Json.mapper().createObjectNode().put("type", type);
    }

    /// One frame at a time: the JDK's WebSocket takes no second before the first has left.
    private synchronized void send(ObjectNode frame) {
        WebSocket open = socket;
        try {
            if (open != null) {
                open.sendText(frame.toString(), true).get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            }
        } catch (ExecutionException | TimeoutException e) {
            close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(JsonNode frame) {
        switch (frame.path("type").asText()) {
            case "ready" -> ready(frame.path("expiresInSeconds").asLong());
            case "message" -> {
                SeenMessage message = SeenMessage.of(frame.path("message"));
                record.received(message);
                progress.saw(message.conversation(), message.seq());
            }
            case "resumed" -> {
                String conversation = frame.path("conversationId").asText();
                record.resumed(conversation, frame.path("latestSeq").asLong());
                resumed.add(conversation);
                hasResumed = resumed.containsAll(progress.conversations());
            }
            // A node that cannot resume now is left for another one.
            case "error" -> close();
            default -> {}
        }
    }

    private void ready(long expiresInSeconds) {
        long inSeconds = Math.max(1, expiresInSeconds - EARLY_SECONDS);
        authenticateAtNanos = System.nanoTime() + Duration.ofSeconds(inSeconds).toNanos();
        if (asked) {
            return;
        }
        asked = true;
        // Not on the thread that brings frames: it must stay free to bring the next.
        Thread.startVirtualThread(() -> progress.conversations().forEach(conversation -> {
            long afterSeq = progress.upTo(conversation);
            record.resuming(conversation, afterSeq);
            send(frame("resume").put("conversationId", conversation).put("afterSeq", afterSeq));
        }));
    }

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
        heardNanos = System.nanoTime();
        partial.append(part);
        if (last) {
            try {
                heard(Json.parse(partial.toString().getBytes(StandardCharsets.UTF_8)));
            } catch (IOException e) {
                ended.completeExceptionally(e);
            }
            partial.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        ended.complete(null);
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        ended.completeExceptionally(error);
    }
}
