package dev.parley.e2e.cluster.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.e2e.RunningPlatform;
import dev.parley.e2e.cluster.fault.Fault;
import dev.parley.e2e.cluster.fault.FaultRow;
import dev.parley.e2e.cluster.fault.FaultRun;
import dev.parley.e2e.cluster.fault.FaultTable;
import dev.parley.e2e.cluster.fault.Measures;
import dev.parley.e2e.cluster.fault.Span;
import dev.parley.e2e.cluster.witness.AuditChecker;
import dev.parley.e2e.cluster.witness.Checker;
import dev.parley.e2e.cluster.witness.Defect;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.Recording;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same clients and the same checker on the topology that needs no engine: all services in one process, which
/// is killed under load and started again. Tokens are so short that they are renewed on the way.
class OneProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path data;

    @Test
    void keepsEveryPromiseOverAKill() {
        Recorder recorder = new Recorder();
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of("PARLEY_AUTH_SESSIONS_ACCESS", "20s"));
                Load load = Load.prepare(
                        new Addresses(List.of(platform.gateway("/")), List.of(platform.socket(0), platform.socket(1))),
                        new LoadSettings(60, 30, 5),
                        recorder)) {
            await().atMost(PATIENCE).until(load::isReady);
            load.write();
            List<Span> spans = new FaultRun(load, recorder, System.out::println)
                    .run(List.of(Fault.of(
                            "kill -9 of everything",
                            () -> {
                                platform.kill9();
                                platform.startAgain();
                            },
                            () -> {})));
            load.stopWriting();
            await().atMost(PATIENCE).until(load::isAnswered);
            await().atMost(PATIENCE).until(() -> load.listenersBehind() == 0);
            Recording recording = load.recording();
            List<Defect> defects = new ArrayList<>(Checker.check(recording));
            List<FaultRow> rows = new Measures(recording, recorder.failures(), defects).rows(spans);
            System.out.println(new FaultTable(rows).markdown());
            assertThat(defects).isEmpty();
            assertThat(rows.getLast().failures()).isNotEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(AuditChecker.check(load.auditEntries(0), recording.acknowledged()))
                            .isEmpty());
        }
    }
}
