package dev.parley.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.cluster.fault.Fault;
import dev.parley.e2e.cluster.fault.FaultRow;
import dev.parley.e2e.cluster.fault.FaultRun;
import dev.parley.e2e.cluster.fault.FaultTable;
import dev.parley.e2e.cluster.fault.Measures;
import dev.parley.e2e.cluster.fault.Span;
import dev.parley.e2e.cluster.load.Load;
import dev.parley.e2e.cluster.load.LoadSettings;
import dev.parley.e2e.cluster.nodes.LocalCluster;
import dev.parley.e2e.cluster.nodes.ServiceNode;
import dev.parley.e2e.cluster.witness.AuditChecker;
import dev.parley.e2e.cluster.witness.Checker;
import dev.parley.e2e.cluster.witness.Defect;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.Recording;
import dev.parley.engines.RedisServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A whole cluster under steady load, whose nodes and engines are killed one after the other. Nothing that was
/// acknowledged may be lost, doubled or changed; how long sends failed is measured, not judged.
///
/// The load is that of [LoadSettings#ofProperties]. The table is in `target/faults.md` and `faults.json`.
@ExtendWith(SharedCluster.class)
class DistributedRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration HANGS = Duration.ofSeconds(20);

    private final long begun = System.nanoTime();
    private final Recorder recorder = new Recorder();

    private final LocalCluster cluster;

    DistributedRunTest(LocalCluster cluster) {
        this.cluster = cluster;
    }

    @Test
    void nothingAcknowledgedIsLostWhateverDies() throws IOException {
        try (Load load = Load.prepare(cluster.addresses(), LoadSettings.ofProperties(), recorder)) {
            say("cluster and people are ready");
            await().atMost(PATIENCE).until(load::isReady);
            say("listeners are connected");
            load.write();
            List<Span> spans = new FaultRun(load, recorder, this::say).run(faults(cluster));
            say("no fault any more");
            load.stopWriting();
            await().atMost(PATIENCE).until(load::isAnswered);
            awaitListeners(load);
            Recording recording = load.recording();
            List<Defect> defects = new ArrayList<>(Checker.check(recording));
            List<FaultRow> rows = new Measures(recording, recorder.failures(), defects).rows(spans);
            publish(rows, load, recording);
            say("histories are checked");
            assertThat(recorder.underWay()).as("sends that were never answered").isEmpty();
            assertThat(defects).isEmpty();
            assertThat(rows).allSatisfy(row -> {
                assertThat(row.lost()).isZero();
                assertThat(row.duplicated()).isZero();
            });
            checkAudit(load, recording);
            say("the audit log is checked");
        }
    }

    private static List<Fault> faults(LocalCluster cluster) {
        AtomicReference<RedisServer> master = new AtomicReference<>();
        ServiceNode messaging = cluster.node("messaging-2");
        return List.of(
                killed("a socket node", cluster.node("socket1-1")),
                killed("a messaging node", cluster.node("messaging-1")),
                killed("a gateway", cluster.node("gateway-1")),
                Fault.of(
                        "kill -9 of the Redis master",
                        () -> {
                            master.set(cluster.engines().redis().master());
                            master.get().kill();
                        },
                        () -> master.get().restart()),
                Fault.of(
                        "kill -9 of a Kafka broker",
                        () -> cluster.engines().kafka().kill(0),
                        () -> cluster.engines().kafka().restart(0)),
                new Fault(
                        "kill -STOP of a messaging node for " + HANGS.toSeconds() + " s",
                        messaging::suspend,
                        HANGS,
                        messaging::resume),
                Fault.of(
                        "kill -9 of the PostgreSQL primary, standby promoted",
                        () -> cluster.engines().failOver(),
                        () -> cluster.engines().replaceLostPrimary()));
    }

    /// Started again as a supervisor would.
    private static Fault killed(String what, ServiceNode node) {
        return Fault.of("kill -9 of " + what, node::kill, () -> {
            node.start();
            node.awaitReady();
        });
    }

    /// As long as there is hope; who never gets everything is the checker's matter.
    private void awaitListeners(Load load) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        await().atMost(PATIENCE.multipliedBy(2))
                .until(() -> load.listenersBehind() == 0 || System.nanoTime() - end > 0);
    }

    private void publish(List<FaultRow> rows, Load load, Recording recording) {
        FaultTable table = new FaultTable(rows);
        table.writeTo(Path.of("target"));
        System.out.println(table.markdown());
        System.out.println(recording.acknowledged().size() + " messages acknowledged, "
                + recording.connections().size() + " connections, " + load.reconnects() + " of them opened again, "
                + load.signInsAgain() + " sign-ins again");
        rows.forEach(row -> System.out.println(row.fault() + ": " + row.failures()));
    }

    /// Records reach the log within seconds, those of a killed node when it is back.
    private void checkAudit(Load load, Recording recording) {
        List<JsonNode> entries = new ArrayList<>();
        await().atMost(PATIENCE).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            entries.addAll(load.auditEntries(entries.size()));
            assertThat(AuditChecker.check(entries, recording.acknowledged())).isEmpty();
        });
        say(entries.size() + " audit entries");
    }

    private void say(String what) {
        System.out.printf("%6.1f s  %s%n", (System.nanoTime() - begun) / 1e9, what);
    }
}
