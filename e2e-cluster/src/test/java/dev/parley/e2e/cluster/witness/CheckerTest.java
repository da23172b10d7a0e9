package dev.parley.e2e.cluster.witness;

import static dev.parley.e2e.cluster.witness.Told.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.e2e.cluster.witness.Defect.Kind;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A checker that cannot fail proves nothing: each test breaks one promise and sees it found.
class CheckerTest {
    private final Told told = new Told();

    @Test
    void acceptsARunInWhichEveryPromiseWasKept() {
        assertThat(told.check()).isEmpty();
    }

    @Test
    void acceptsMessagesWhoseSenderNeverGotAnAnswer() {
        told.acknowledged.remove(4);
        assertThat(told.check()).isEmpty();
    }

    @Test
    void acceptsAnyOrderOfWhatWasUnderWayAtTheSameTime() {
        Acknowledged fourth = told.acknowledged.get(3);
        Acknowledged fifth = told.acknowledged.get(4);
        // The fifth was begun before the fourth was, and answered later.
        told.acknowledged.set(
                4, new Acknowledged(fifth.message(), fifth.answer(), "req_5", fourth.begunNanos() - 8, 70));
        assertThat(told.check()).isEmpty();
    }

    @Test
    void findsALostMessageInTheMidst() {
        told.history.remove(4);
        told.otherHistory.remove(4);
        assertThat(kinds()).contains(Kind.LOST, Kind.GAP, Kind.FOREIGN);
        assertThat(told.check())
                .filteredOn(defect -> defect.kind() == Kind.LOST)
                .hasSize(1);
    }

    @Test
    void findsALostMessageAtTheEnd() {
        told.history.removeLast();
        told.otherHistory.removeLast();
        told.live.removeLast();
        told.after.removeLast();
        assertThat(kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void findsAMessageThatStandsInHistoryTwice() {
        SeenMessage again = new SeenMessage("c", 11, "msg_11", "ben", "m1", "text 1");
        told.history.add(again);
        told.otherHistory.add(again);
        told.live.add(frame(again));
        told.after.add(frame(again));
        assertThat(kinds()).containsExactly(Kind.DUPLICATED);
    }

    @Test
    void findsAGapThatNoAcknowledgementExplains() {
        told.acknowledged.remove(4);
        told.history.remove(4);
        told.otherHistory.remove(4);
        told.live.remove(6);
        told.before.remove(6);
        assertThat(kinds()).contains(Kind.GAP).doesNotContain(Kind.LOST, Kind.FOREIGN);
    }

    @Test
    void findsAHistoryThatDoesNotBeginAtOne() {
        told.history.removeFirst();
        told.otherHistory.removeFirst();
        assertThat(kinds()).contains(Kind.GAP, Kind.LOST);
    }

    @Test
    void findsAMessageFromNowhere() {
        told.sent.remove(2);
        assertThat(kinds()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void findsAMessageThatCameLiveAndIsNotInHistory() {
        SeenMessage phantom = new SeenMessage("c", 11, "msg_11", "ben", "m11", "text 11");
        told.sent.add(new SentMessage("c", "ben", "m11", "text 11"));
        told.live.add(frame(phantom));
        assertThat(kinds()).containsExactly(Kind.FOREIGN);
    }

    @Test
    void findsATextThatIsNotWhatWasSent() {
        SeenMessage third = told.history.get(2);
        told.sent.set(2, new SentMessage("c", third.sender(), third.clientMessageId(), "something else"));
        assertThat(kinds()).containsExactly(Kind.ALTERED);
    }

    @Test
    void findsATextThatCameLiveOtherwiseThanItIsKept() {
        told.live.set(4, frame(Told.saying(told.history.get(2), "altered")));
        assertThat(kinds()).containsExactly(Kind.ALTERED);
    }

    @Test
    void findsAMessageThatIsNotWhereItsSenderWasToldItWas() {
        Acknowledged third = told.acknowledged.get(2);
        told.acknowledged.set(
                2,
                new Acknowledged(
                        third.message(),
                        Told.at(third.answer(), 11),
                        third.requestId(),
                        third.begunNanos(),
                        third.doneNanos()));
        assertThat(kinds()).contains(Kind.ALTERED);
    }

    @Test
    void findsAMessageThatStandsBeforeWhatItAnswers() {
        Acknowledged third = told.acknowledged.get(2);
        // It was begun after the fifth was acknowledged.
        told.acknowledged.set(2, new Acknowledged(third.message(), third.answer(), "req_3", 56, 59));
        assertThat(kinds()).containsOnly(Kind.REORDERED);
    }

    @Test
    void findsThatTwoReadersWereShownDifferentOrders() {
        Collections.swap(told.otherHistory, 3, 4);
        assertThat(kinds()).containsExactly(Kind.DIFFERENT_HISTORIES);
    }

    @Test
    void findsThatOneReaderWasShownLess() {
        told.otherHistory.removeLast();
        assertThat(kinds()).containsExactly(Kind.DIFFERENT_HISTORIES);
    }

    @Test
    void findsAMessageThatAClientHasNeverSeen() {
        told.live.removeLast();
        assertThat(kinds()).containsExactly(Kind.MISSED);
    }

    @Test
    void findsAClientThatSawNothing() {
        told.live.clear();
        assertThat(told.check()).hasSize(Told.MESSAGES).allMatch(defect -> defect.kind() == Kind.MISSED);
    }

    @Test
    void findsAMessageThatAConnectionGotTwice() {
        told.live.add(told.live.getLast());
        assertThat(kinds()).containsExactly(Kind.REPEATED);
    }

    @Test
    void findsFramesThatChangedPlaces() {
        Collections.swap(told.live, 5, 6);
        assertThat(kinds()).containsOnly(Kind.OUT_OF_ORDER);
    }

    @Test
    void findsAFrameThatWasLeftOutOnOneConnectionThoughItCameOnTheNext() {
        told.before.remove(4);
        told.after.add(2, frame(told.history.get(2)));
        assertThat(kinds()).containsOnly(Kind.OUT_OF_ORDER);
    }

    @Test
    void findsAResumeThatWasNotWhole() {
        told.after.remove(2);
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.OUT_OF_ORDER, Kind.MISSED);
    }

    private List<Kind> kinds() {
        return told.check().stream().map(Defect::kind).toList();
    }
}
