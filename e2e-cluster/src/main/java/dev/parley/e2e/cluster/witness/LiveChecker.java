package dev.parley.e2e.cluster.witness;

import static dev.parley.e2e.cluster.witness.Checker.place;

import dev.parley.e2e.cluster.witness.Defect.Kind;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What live connections were promised: every message to every client, none twice on a connection, and after
/// `resumed` one by one in the order of history.
final class LiveChecker {
    private final Recording recording;
    private final Map<String, Map<Long, SeenMessage>> histories = new HashMap<>();
    private final Map<String, Map<String, BitSet>> seenByClient = new HashMap<>();
    private final List<Defect> defects = new ArrayList<>();

    private LiveChecker(Recording recording) {
        this.recording = recording;
        recording.audience().keySet().forEach(conversation -> {
            Map<Long, SeenMessage> bySeq = new HashMap<>();
            recording.history(conversation).forEach(message -> bySeq.put(message.seq(), message));
            histories.put(conversation, bySeq);
        });
    }

    static List<Defect> check(Recording recording) {
        LiveChecker checker = new LiveChecker(recording);
        recording.connections().forEach(checker::checkConnection);
        recording.audience().forEach(checker::checkAudience);
        return checker.defects;
    }

    /// One conversation on one connection.
    private static final class Place {
        final BitSet seen = new BitSet();
        long asked;
        /// The seq that was last said or shown to be complete; negative before `resumed`.
        long complete = -1;
    }

    private void checkConnection(LiveRecord connection) {
        Map<String, Place> places = new HashMap<>();
        for (LiveEvent event : connection.events()) {
            switch (event) {
                case LiveEvent.Resuming resuming ->
                    places.computeIfAbsent(resuming.conversation(), none -> new Place()).asked = resuming.afterSeq();
                case LiveEvent.Resumed resumed ->
                    checkResumed(
                            connection, resumed, places.computeIfAbsent(resumed.conversation(), none -> new Place()));
                case LiveEvent.Frame frame ->
                    checkFrame(
                            connection,
                            frame.message(),
                            places.computeIfAbsent(frame.message().conversation(), none -> new Place()));
            }
        }
        places.forEach((conversation, place) -> seenByClient
                .computeIfAbsent(connection.client(), none -> new HashMap<>())
                .computeIfAbsent(conversation, none -> new BitSet())
                .or(place.seen));
    }

    private void checkResumed(LiveRecord connection, LiveEvent.Resumed resumed, Place place) {
        for (long seq = place.asked + 1; seq <= resumed.latestSeq(); seq++) {
            if (!place.seen.get(index(seq))) {
                add(
                        Kind.OUT_OF_ORDER,
                        resumed.conversation(),
                        connection.client() + " was told that it had " + seq + ", which did not come");
            }
        }
        place.complete = resumed.latestSeq();
    }

    private void checkFrame(LiveRecord connection, SeenMessage message, Place place) {
        boolean again = place.seen.get(index(message.seq()));
        place.seen.set(index(message.seq()));
        if (again) {
            add(Kind.REPEATED, message.clientMessageId(), connection.client() + " got " + place(message) + " twice");
        } else if (place.complete >= 0 && message.seq() != place.complete + 1) {
            add(
                    Kind.OUT_OF_ORDER,
                    message.clientMessageId(),
                    connection.client() + " got " + place(message) + " after " + place.complete);
        }
        if (place.complete >= 0) {
            place.complete = Math.max(place.complete, message.seq());
        }
        SeenMessage stored =
                histories.getOrDefault(message.conversation(), Map.of()).get(message.seq());
        if (stored == null) {
            add(Kind.FOREIGN, message.clientMessageId(), place(message) + " came live and is not in history");
        } else if (!stored.equals(message)) {
            add(Kind.ALTERED, message.clientMessageId(), place(message) + " came live otherwise than history has it");
        }
    }

    private void checkAudience(String conversation, Set<String> clients) {
        for (String client : clients) {
            BitSet seen = seenByClient.getOrDefault(client, Map.of()).getOrDefault(conversation, new BitSet());
            for (SeenMessage message : recording.history(conversation)) {
                if (!seen.get(index(message.seq()))) {
                    add(Kind.MISSED, message.clientMessageId(), client + " has not seen " + place(message));
                }
            }
        }
    }

    /// A seq as the index of a bit; what is not a seq at all is 0.
    private static int index(long seq) {
        return Math.clamp(seq, 0, Integer.MAX_VALUE - 1);
    }

    private void add(Kind kind, String subject, String detail) {
        defects.add(new Defect(kind, subject, detail));
    }
}
