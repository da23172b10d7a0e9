package dev.parley.e2e.cluster.load;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/// How far a device has seen each of its conversations without a gap.
final class Progress {
    private final List<String> conversations;
    private final Map<String, Long> upTo = new HashMap<>();
    private final Map<String, NavigableSet<Long>> ahead = new HashMap<>();

    Progress(List<String> conversations) {
        this.conversations = List.copyOf(conversations);
        conversations.forEach(conversation -> {
            upTo.put(conversation, 0L);
            ahead.put(conversation, new TreeSet<>());
        });
    }

    List<String> conversations() {
        return conversations;
    }

    synchronized long upTo(String conversation) {
        return upTo.getOrDefault(conversation, 0L);
    }

    /// Before `resumed` what is live may come before what was missed.
    synchronized void saw(String conversation, long seq) {
        NavigableSet<Long> waiting = ahead.get(conversation);
        if (waiting == null) {
            return;
        }
        waiting.add(seq);
        long last = upTo.getOrDefault(conversation, 0L);
        while (!waiting.isEmpty() && waiting.first() <= last + 1) {
            last = Math.max(last, waiting.removeFirst());
        }
        upTo.put(conversation, last);
    }
}
