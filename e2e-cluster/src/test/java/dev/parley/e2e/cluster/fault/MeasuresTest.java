package dev.parley.e2e.cluster.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.e2e.cluster.witness.Acknowledged;
import dev.parley.e2e.cluster.witness.Defect;
import dev.parley.e2e.cluster.witness.LiveEvent;
import dev.parley.e2e.cluster.witness.LiveRecord;
import dev.parley.e2e.cluster.witness.Recorder.FailedAttempt;
import dev.parley.e2e.cluster.witness.Recording;
import dev.parley.e2e.cluster.witness.SeenMessage;
import dev.parley.e2e.cluster.witness.SentMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuresTest {
    private static final Span CALM = span("none", 0, 0, 9, 9);
    private static final Span KILL = span("kill", 9, 10, 40, 100);

    private final List<Acknowledged> acknowledged = new ArrayList<>();
    private final List<FailedAttempt> failures = new ArrayList<>();
    private final List<Defect> defects = new ArrayList<>();
    private final List<LiveEvent> frames = new ArrayList<>();

    @Test
    void aFaultThatNobodyFeltTookNoTime() {
        sent("a", 1, 1);
        sent("b", 12, 13);
        assertThat(row().worksAgain()).isZero();
        assertThat(row().acknowledged()).isEqualTo(1);
        assertThat(row().failedAttempts()).isZero();
    }

    @Test
    void sendsWorkAgainWhenTheLastThatFailedIsAcknowledged() {
        sent("a", 11, 14);
        sent("b", 12, 17);
        sent("c", 15, 20);
        failed("b", 12);
        failed("a", 12);
        failed("a", 13);
        failures.add(new FailedAttempt("c", seconds(15), "IOException"));
        assertThat(row().worksAgain()).isEqualTo(Duration.ofSeconds(10));
        assertThat(row().failures()).isEqualTo(Map.of("503 unavailable", 3, "IOException", 1));
    }

    @Test
    void whatOnlyHungWasHeldUpAsWell() {
        sent("a", 9, 14);
        assertThat(row().worksAgain()).isEqualTo(Duration.ofSeconds(4));
    }

    @Test
    void whatTheHealingHeldUpIsAColumnOfItsOwn() {
        sent("a", 12, 13);
        sent("b", 41, 47);
        assertThat(row().worksAgain()).isZero();
        assertThat(row().healing()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void theLongestSilenceIsBetweenTwoAcknowledgements() {
        sent("a", 12, 12);
        sent("b", 30, 30);
        sent("c", 19, 19);
        assertThat(row().silence()).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void aDefectBelongsToTheFaultInWhoseTimeTheMessageWasAcknowledged() {
        sent("a", 1, 2);
        sent("b", 12, 13);
        sent("c", 14, 15);
        defects.add(new Defect(Defect.Kind.LOST, "a", ""));
        defects.add(new Defect(Defect.Kind.LOST, "b", ""));
        defects.add(new Defect(Defect.Kind.DUPLICATED, "c", ""));
        defects.add(new Defect(Defect.Kind.DUPLICATED, "c", "again"));
        assertThat(row().lost()).isEqualTo(1);
        assertThat(row().duplicated()).isEqualTo(1);
        assertThat(rows().getFirst().lost()).isEqualTo(1);
        assertThat(rows().getFirst().duplicated()).isZero();
    }

    @Test
    void deliveryIsMeasuredToTheFirstTimeThatEachDeviceHadIt() {
        sent("a", 12, 13);
        arrived(0, 15);
        arrived(0, 39);
        assertThat(row().undelivered()).isEqualTo(Duration.ofSeconds(2));
        assertThat(rows().getFirst().undelivered()).isZero();
    }

    private FaultRow row() {
        return rows().getLast();
    }

    private List<FaultRow> rows() {
        Recording recording = new Recording(
                Map.of("c", Set.of("device")),
                List.of(),
                acknowledged,
                List.of(new LiveRecord("device", frames)),
                Map.of());
        return new Measures(recording, failures, defects).rows(List.of(CALM, KILL));
    }

    private void sent(String id, long begun, long done) {
        long seq = acknowledged.size() + 1L;
        SeenMessage seen = new SeenMessage("c", seq, "msg_" + id, "ada", id, "text");
        acknowledged.add(new Acknowledged(
                new SentMessage("c", "ada", id, "text"), seen, "req_" + id, seconds(begun), seconds(done)));
    }

    private void failed(String id, long at) {
        failures.add(new FailedAttempt(id, seconds(at), "503 unavailable"));
    }

    private void arrived(int index, long at) {
        frames.add(new LiveEvent.Frame(acknowledged.get(index).answer(), seconds(at)));
    }

    private static Span span(String name, long from, long injected, long healed, long until) {
        return new Span(name, seconds(from), seconds(injected), seconds(healed), seconds(until));
    }

    private static long seconds(long number) {
        return Duration.ofSeconds(number).toNanos();
    }
}
