package dev.parley.e2e.cluster.fault;

import dev.parley.e2e.cluster.witness.Acknowledged;
import dev.parley.e2e.cluster.witness.Defect;
import dev.parley.e2e.cluster.witness.LiveEvent;
import dev.parley.e2e.cluster.witness.LiveRecord;
import dev.parley.e2e.cluster.witness.Recorder.FailedAttempt;
import dev.parley.e2e.cluster.witness.Recording;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Tells from a recording what each fault cost.
public final class Measures {
    /// A send that took longer was held up, though it succeeded.
    public static final Duration SLOW = Duration.ofSeconds(2);

    private final Recording recording;
    private final List<FailedAttempt> failures;
    private final Set<String> failedMessages;
    private final Map<Defect.Kind, Set<String>> defects = new HashMap<>();
    /// By conversation, then seq.
    private final Map<String, Map<Long, Acknowledged>> acknowledged = new HashMap<>();

    public Measures(Recording recording, List<FailedAttempt> failures, List<Defect> defects) {
        this.recording = recording;
        this.failures = List.copyOf(failures);
        this.failedMessages = new HashSet<>();
        failures.forEach(failure -> failedMessages.add(failure.clientMessageId()));
        defects.forEach(defect -> this.defects
                .computeIfAbsent(defect.kind(), none -> new HashSet<>())
                .add(defect.subject()));
        recording
                .acknowledged()
                .forEach(one -> acknowledged
                        .computeIfAbsent(one.message().conversation(), none -> new HashMap<>())
                        .put(one.answer().seq(), one));
    }

    /// @param spans one after the other
    public List<FaultRow> rows(List<Span> spans) {
        Map<Span, Duration> undelivered = undelivered(spans);
        return spans.stream()
                .map(span -> row(span, undelivered.getOrDefault(span, Duration.ZERO)))
                .toList();
    }

    private FaultRow row(Span span, Duration undelivered) {
        List<Acknowledged> within = recording.acknowledged().stream()
                .filter(one -> span.holds(one.doneNanos()))
                .sorted(Comparator.comparingLong(one -> one.doneNanos() - span.fromNanos()))
                .toList();
        long worksAgain = 0;
        long healing = 0;
        for (Acknowledged one : within) {
            if (isHeldUp(one) && one.doneNanos() - span.injectedNanos() > 0) {
                // What was begun just before is slow because of the healing.
                if (one.begunNanos() + SLOW.toNanos() - span.healedNanos() < 0) {
                    worksAgain = Math.max(worksAgain, one.doneNanos() - span.injectedNanos());
                } else {
                    healing = Math.max(healing, one.doneNanos() - span.healedNanos());
                }
            }
        }
        return new FaultRow(
                span.name(),
                Duration.ofNanos(worksAgain),
                Duration.ofNanos(healing),
                silence(within),
                undelivered,
                within.size(),
                count(within, Defect.Kind.LOST),
                count(within, Defect.Kind.DUPLICATED),
                failures(span));
    }

    private boolean isHeldUp(Acknowledged one) {
        return one.doneNanos() - one.begunNanos() > SLOW.toNanos()
                || failedMessages.contains(one.message().clientMessageId());
    }

    private static Duration silence(List<Acknowledged> inOrder) {
        long longest = 0;
        for (int i = 1; i < inOrder.size(); i++) {
            longest = Math.max(
                    longest, inOrder.get(i).doneNanos() - inOrder.get(i - 1).doneNanos());
        }
        return Duration.ofNanos(longest);
    }

    private int count(List<Acknowledged> within, Defect.Kind kind) {
        Set<String> subjects = defects.getOrDefault(kind, Set.of());
        return (int) within.stream()
                .filter(one -> subjects.contains(one.message().clientMessageId()))
                .count();
    }

    private Map<String, Integer> failures(Span span) {
        Map<String, Integer> counts = new TreeMap<>();
        failures.stream()
                .filter(failure -> span.holds(failure.nanos()))
                .forEach(failure -> counts.merge(failure.reason(), 1, Integer::sum));
        return counts;
    }

    private Map<Span, Duration> undelivered(List<Span> spans) {
        Map<Span, Duration> longest = new HashMap<>();
        Map<String, Map<String, BitSet>> seen = new HashMap<>();
        for (LiveRecord connection : recording.connections()) {
            Map<String, BitSet> byConversation = seen.computeIfAbsent(connection.client(), none -> new HashMap<>());
            for (LiveEvent event : connection.events()) {
                if (event instanceof LiveEvent.Frame frame && isFirst(frame, byConversation)) {
                    Acknowledged origin = acknowledged
                            .getOrDefault(frame.message().conversation(), Map.of())
                            .get(frame.message().seq());
                    if (origin != null) {
                        Duration took = Duration.ofNanos(Math.max(0, frame.nanos() - origin.doneNanos()));
                        spanOf(origin, spans)
                                .forEach(span -> longest.merge(span, took, (a, b) -> a.compareTo(b) < 0 ? b : a));
                    }
                }
            }
        }
        return longest;
    }

    private static boolean isFirst(LiveEvent.Frame frame, Map<String, BitSet> byConversation) {
        BitSet seqs = byConversation.computeIfAbsent(frame.message().conversation(), none -> new BitSet());
        int seq = Math.clamp(frame.message().seq(), 0, Integer.MAX_VALUE - 1);
        boolean first = !seqs.get(seq);
        seqs.set(seq);
        return first;
    }

    private static List<Span> spanOf(Acknowledged origin, List<Span> spans) {
        List<Span> holding = new ArrayList<>(1);
        for (Span span : spans) {
            if (span.holds(origin.doneNanos())) {
                holding.add(span);
            }
        }
        return holding;
    }
}
