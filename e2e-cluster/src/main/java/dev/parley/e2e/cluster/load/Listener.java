package dev.parley.e2e.cluster.load;

import dev.parley.e2e.cluster.witness.Recorder;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A device that wants to see everything of its conversations live. When its connection ends it opens another one
/// on the next node and resumes.
final class Listener implements Runnable {
    private static final Duration CHECK = Duration.ofSeconds(5);

    private final String name;
    private final Account account;
    private final List<URI> nodes;
    private final Recorder recorder;
    private final CountDownLatch end;
    private final Progress progress;
    private final AtomicInteger connects = new AtomicInteger();
    private int node;
    private volatile @Nullable LiveSocket socket;

    Listener(Self self, List<URI> nodes, Recorder recorder, CountDownLatch end) {
        this.name = self.name;
        this.account = self.account;
        this.nodes = nodes;
        this.recorder = recorder;
        this.end = end;
        this.node = self.number;
        this.progress = new Progress(self.conversations);
        self.conversations.forEach(conversation -> recorder.listens(self.name, conversation));
    }

    /// @param number by which it chooses its first node
    record Self(String name, int number, Account account, List<String> conversations) {}

    @Override
    public void run() {
        Pauses pauses = new Pauses(end);
        do {
            URI next = nodes.get(Math.floorMod(node++, nodes.size()));
            LiveSocket opened = LiveSocket.open(next, account, progress, recorder.opened(name));
            if (opened != null) {
                connects.incrementAndGet();
                socket = opened;
                stay(opened, pauses);
            }
        } while (pauses.next());
    }

    /// Whether the first connection has resumed everywhere.
    boolean isReady() {
        LiveSocket current = socket;
        return current != null && current.hasResumed();
    }

    /// Whether it has seen its conversations up to the latest seqs.
    boolean has(Map<String, Long> latest) {
        return progress.conversations().stream()
                .allMatch(conversation -> progress.upTo(conversation) >= latest.getOrDefault(conversation, 0L));
    }

    int reconnects() {
        return Math.max(0, connects.get() - 1);
    }

    private void stay(LiveSocket current, Pauses pauses) {
        while (!current.awaitEnd(CHECK)) {
            if (current.hasResumed()) {
                pauses.reset();
            }
            if (end.getCount() == 0) {
                current.close();
                return;
            }
            current.keepAlive();
        }
    }

    /// Ends it now rather than at the next look.
    void close() {
        LiveSocket current = socket;
        if (current != null) {
            current.close();
        }
    }
}
