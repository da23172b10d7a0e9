package dev.parley.client.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` while records come in, several times on the same spool.
class KillTest {
    private static final int KILLS = 4;

    @TempDir
    private Path folder;

    @Test
    void losesNoRecordThatItsWitnessWasToldIsKept() throws Exception {
        Set<String> told = new HashSet<>();
        for (int kill = 0; kill < KILLS; kill++) {
            told.addAll(idsToldBeforeKill(500 + 701 * kill));
        }
        InMemoryLog log = new InMemoryLog();
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (AuditTrail trail =
                AuditTrail.open(AuditTrailConfig.in(folder), log, InstantSource.system(), new Random(1), metrics)) {
            assertThat(trail.flush(Duration.ofSeconds(60))).isTrue();
        }

        Set<String> delivered = new HashSet<>();
        for (AuditRecord record : log.records()) {
            delivered.add(record.id().value());
        }
        assertThat(told).isNotEmpty();
        told.removeAll(delivered);
        assertThat(told).isEmpty();
        assertThat(metrics.get("parley.audit.damaged").counter().count()).isZero();
    }

    private Set<String> idsToldBeforeKill(int enough) throws IOException, InterruptedException {
        Process witness = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledWitness.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Set<String> told = new HashSet<>();
        try (BufferedReader ids = witness.inputReader(StandardCharsets.US_ASCII)) {
            String line = ids.readLine();
            while (line != null) {
                // The last line may be half an id.
                if (line.length() == 30) {
                    told.add(line);
                }
                if (told.size() == enough) {
                    witness.toHandle().destroyForcibly(); // Process.destroyForcibly would also close what it printed.
                }
                line = ids.readLine();
            }
        }
        assertThat(witness.waitFor()).isEqualTo(128 + 9);
        return told;
    }
}
