package dev.parley.e2e.cluster.witness;

import dev.parley.e2e.cluster.witness.Defect.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds in a [Recording] every promise that was broken. Whatever it accepts, a platform with one order per
/// conversation and nothing lost, doubled, invented or changed could have shown.
public final class Checker {
    private final Recording recording;
    private final Map<String, SentMessage> sent = new HashMap<>();
    private final List<Defect> defects = new ArrayList<>();

    private Checker(Recording recording) {
        this.recording = recording;
        recording.sent().forEach(message -> sent.put(message.clientMessageId(), message));
    }

    /// @return nothing when all promises were kept
    public static List<Defect> check(Recording recording) {
        Checker checker = new Checker(recording);
        recording.audience().keySet().forEach(checker::checkHistories);
        checker.checkAcknowledged();
        checker.checkRealTimeOrder();
        checker.defects.addAll(LiveChecker.check(recording));
        return List.copyOf(checker.defects);
    }

    private void checkHistories(String conversation) {
        List<SeenMessage> history = recording.history(conversation);
        for (List<SeenMessage> other : recording.histories().getOrDefault(conversation, List.of())) {
            if (!other.equals(history)) {
                add(Kind.DIFFERENT_HISTORIES, conversation, history.size() + " and " + other.size() + " messages");
            }
        }
        Set<String> seen = new HashSet<>();
        Set<String> ids = new HashSet<>();
        long expected = 1;
        for (SeenMessage message : history) {
            if (message.seq() != expected) {
                add(Kind.GAP, conversation, "seq " + message.seq() + " where " + expected + " was to come");
            }
            expected = message.seq() + 1;
            if (!seen.add(message.clientMessageId()) || !ids.add(message.id())) {
                add(Kind.DUPLICATED, message.clientMessageId(), "again at " + place(message));
            }
            checkOrigin(message);
        }
    }

    private void checkOrigin(SeenMessage message) {
        SentMessage origin = sent.get(message.clientMessageId());
        if (origin == null
                || !origin.conversation().equals(message.conversation())
                || !origin.sender().equals(message.sender())) {
            add(Kind.FOREIGN, message.clientMessageId(), "nobody sent what is at " + place(message));
        } else if (!message.shows(origin)) {
            add(Kind.ALTERED, message.clientMessageId(), "not what was sent, at " + place(message));
        }
    }

    private void checkAcknowledged() {
        Map<String, SeenMessage> kept = new HashMap<>();
        for (String conversation : recording.audience().keySet()) {
            recording.history(conversation).forEach(message -> kept.putIfAbsent(message.clientMessageId(), message));
        }
        for (Acknowledged acknowledged : recording.acknowledged()) {
            String subject = acknowledged.message().clientMessageId();
            SeenMessage stored = kept.get(subject);
            if (stored == null
                    || !stored.conversation().equals(acknowledged.message().conversation())) {
                add(Kind.LOST, subject, "acknowledged as " + place(acknowledged.answer()));
            } else if (!stored.equals(acknowledged.answer())) {
                add(Kind.ALTERED, subject, place(acknowledged.answer()) + " became " + place(stored));
            }
        }
    }

    /// Who sends after an acknowledgement has come stands behind what was acknowledged: so a reply is never before
    /// what it answers.
    private void checkRealTimeOrder() {
        Map<String, List<Acknowledged>> byConversation = new HashMap<>();
        for (Acknowledged one : recording.acknowledged()) {
            byConversation
                    .computeIfAbsent(one.message().conversation(), none -> new ArrayList<>())
                    .add(one);
        }
        for (List<Acknowledged> all : byConversation.values()) {
            all.sort(Comparator.comparingLong((Acknowledged one) -> one.answer().seq())
                    .reversed());
            Acknowledged earliest = all.getFirst();
            for (Acknowledged lower : all) {
                if (earliest.doneNanos() - lower.begunNanos() < 0) {
                    add(
                            Kind.REORDERED,
                            lower.message().clientMessageId(),
                            place(lower.answer()) + " was sent after " + place(earliest.answer())
                                    + " was acknowledged");
                }
                earliest = lower.doneNanos() - earliest.doneNanos() < 0 ? lower : earliest;
            }
        }
    }

    private void add(Kind kind, String subject, String detail) {
        defects.add(new Defect(kind, subject, detail));
    }

    static String place(SeenMessage message) {
        return message.conversation() + "/" + message.seq();
    }
}
