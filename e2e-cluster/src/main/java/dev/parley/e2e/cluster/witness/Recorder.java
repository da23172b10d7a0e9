package dev.parley.e2e.cluster.witness;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/// Writes down what clients do and see while they do it. Safe for use by all of them.
public final class Recorder {
    private final Map<String, Set<String>> audience = new ConcurrentHashMap<>();
    private final Queue<SentMessage> sent = new ConcurrentLinkedQueue<>();
    private final Queue<Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
    private final Queue<FailedAttempt> failures = new ConcurrentLinkedQueue<>();
    private final Map<String, Attempt> underWay = new ConcurrentHashMap<>();
    private final List<OpenConnection> connections = new CopyOnWriteArrayList<>();
    private final Map<String, Long> lastBegun = new ConcurrentHashMap<>();
    private volatile long lastFailure = System.nanoTime();
    /// A message is shown to many; it is kept once.
    private final Map<SeenMessage, SeenMessage> shown = new ConcurrentHashMap<>();

    /// A try to send that ended without an acknowledgement, and what was the answer instead.
    public record FailedAttempt(String clientMessageId, long nanos, String reason) {}

    /// A message that its sender is still trying to send.
    public record Attempt(SentMessage message, long begunNanos) {}

    /// The record of one connection, written by that connection only.
    public final class OpenConnection {
        private final String client;
        private final List<LiveEvent> events = new ArrayList<>();

        private OpenConnection(String client) {
            this.client = client;
        }

        public synchronized void resuming(String conversation, long afterSeq) {
            events.add(new LiveEvent.Resuming(conversation, afterSeq));
        }

        public synchronized void resumed(String conversation, long latestSeq) {
            events.add(new LiveEvent.Resumed(conversation, latestSeq));
        }

        public synchronized void received(SeenMessage message) {
            events.add(new LiveEvent.Frame(keep(message), System.nanoTime()));
        }

        private synchronized LiveRecord snapshot() {
            return new LiveRecord(client, events);
        }
    }

    /// `client` is going to see all of a conversation.
    public void listens(String client, String conversation) {
        audience.computeIfAbsent(conversation, none -> ConcurrentHashMap.newKeySet())
                .add(client);
    }

    public OpenConnection opened(String client) {
        OpenConnection connection = new OpenConnection(client);
        connections.add(connection);
        return connection;
    }

    /// Before the first attempt, so that nothing the platform shows comes as a surprise.
    public Attempt sending(SentMessage message) {
        Attempt attempt = new Attempt(message, System.nanoTime());
        sent.add(message);
        underWay.put(message.clientMessageId(), attempt);
        return attempt;
    }

    public void failed(SentMessage message, String reason) {
        lastFailure = System.nanoTime();
        failures.add(new FailedAttempt(message.clientMessageId(), System.nanoTime(), reason));
    }

    public void acknowledged(Attempt attempt, SeenMessage answer, String requestId) {
        acknowledged.add(
                new Acknowledged(attempt.message(), keep(answer), requestId, attempt.begunNanos(), System.nanoTime()));
        lastBegun.merge(attempt.message().conversation(), attempt.begunNanos(), (a, b) -> a - b < 0 ? b : a);
        underWay.remove(attempt.message().clientMessageId());
    }

    /// Whether no attempt has failed since.
    public boolean noFailureSince(long nanos) {
        return lastFailure - nanos <= 0;
    }

    /// Whether something that was begun since is acknowledged in each of so many conversations.
    public boolean acknowledgedSince(long nanos, int conversations) {
        return lastBegun.values().stream().filter(begun -> begun - nanos > 0).count() == conversations;
    }

    /// What was sent and not acknowledged yet.
    public List<Attempt> underWay() {
        return List.copyOf(underWay.values());
    }

    public List<FailedAttempt> failures() {
        return List.copyOf(failures);
    }

    /// @param histories for each conversation what each of several readers was shown
    public Recording recording(Map<String, List<List<SeenMessage>>> histories) {
        Map<String, Set<String>> listening = new HashMap<>();
        audience.forEach((conversation, clients) -> listening.put(conversation, Set.copyOf(clients)));
        return new Recording(
                listening,
                List.copyOf(sent),
                List.copyOf(acknowledged),
                connections.stream().map(OpenConnection::snapshot).toList(),
                histories);
    }

    private SeenMessage keep(SeenMessage message) {
        SeenMessage known = shown.putIfAbsent(message, message);
        return known == null ? message : known;
    }
}
