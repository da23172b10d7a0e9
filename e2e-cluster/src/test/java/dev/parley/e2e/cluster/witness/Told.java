package dev.parley.e2e.cluster.witness;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/// A run without a fault, to be spoilt by tests: in conversation `c` two people send in turn, one after the other's
/// acknowledgement; the client `live` saw all of it on one connection, and `back` on two.
final class Told {
    static final int MESSAGES = 10;
    private static final int CUT = 6;

    final List<SentMessage> sent = new ArrayList<>();
    final List<Acknowledged> acknowledged = new ArrayList<>();
    final List<SeenMessage> history = new ArrayList<>();
    final List<SeenMessage> otherHistory = new ArrayList<>();
    final List<LiveEvent> live = new ArrayList<>();
    final List<LiveEvent> before = new ArrayList<>();
    final List<LiveEvent> after = new ArrayList<>();

    Told() {
        resume(live, 0, 0);
        resume(before, 0, 0);
        for (int i = 1; i <= MESSAGES; i++) {
            SentMessage message = new SentMessage("c", i % 2 == 0 ? "ada" : "ben", "m" + i, "text " + i);
            SeenMessage seen =
                    new SeenMessage("c", i, "msg_" + i, message.sender(), message.clientMessageId(), message.text());
            sent.add(message);
            acknowledged.add(new Acknowledged(message, seen, "req_" + i, i * 10L, i * 10L + 5));
            history.add(seen);
            live.add(frame(seen));
            if (i <= CUT) {
                before.add(frame(seen));
            }
        }
        otherHistory.addAll(history);
        // What is live comes before what was missed, until `resumed`.
        after.add(frame(history.get(MESSAGES - 2)));
        after.add(new LiveEvent.Resuming("c", CUT));
        LongStream.range(CUT, MESSAGES - 2).forEach(index -> after.add(frame(history.get((int) index))));
        after.add(new LiveEvent.Resumed("c", MESSAGES - 1));
        after.add(frame(history.getLast()));
    }

    private static void resume(List<LiveEvent> events, long afterSeq, long latestSeq) {
        events.add(new LiveEvent.Resuming("c", afterSeq));
        events.add(new LiveEvent.Resumed("c", latestSeq));
    }

    static LiveEvent.Frame frame(SeenMessage message) {
        return new LiveEvent.Frame(message, message.seq() * 10 + 7);
    }

    /// The same message at another place.
    static SeenMessage at(SeenMessage message, long seq) {
        return new SeenMessage(
                message.conversation(), seq, message.id(), message.sender(), message.clientMessageId(), message.text());
    }

    static SeenMessage saying(SeenMessage message, String text) {
        return new SeenMessage(
                message.conversation(), message.seq(), message.id(), message.sender(), message.clientMessageId(), text);
    }

    Recording recording() {
        return new Recording(
                Map.of("c", Set.of("live", "back")),
                sent,
                acknowledged,
                List.of(new LiveRecord("live", live), new LiveRecord("back", before), new LiveRecord("back", after)),
                Map.of("c", List.of(history, otherHistory)));
    }

    List<Defect> check() {
        return Checker.check(recording());
    }
}
