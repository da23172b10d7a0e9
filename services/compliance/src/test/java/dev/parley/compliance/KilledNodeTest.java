package dev.parley.compliance;

import static dev.parley.compliance.AuditNode.SERVICE;
import static dev.parley.compliance.AuditNode.TENANT;
import static dev.parley.compliance.AuditNode.plainRecords;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is killed in the middle of appending (`kill -9`), again and again: what it had answered is there,
/// the log is whole, and the next one goes on.
class KilledNodeTest {
    private static final int KILLS = 3;
    private static final int APPENDS_BEFORE_KILL = 60;

    @Test
    void everythingAcknowledgedIsThereAndTheLogIsWhole(@TempDir Path folder) throws Exception {
        Map<Long, String> acknowledged = new HashMap<>();
        for (int i = 0; i < KILLS; i++) {
            acknowledged.putAll(appendUntilKilled(folder));
            checkAndGoOn(folder, acknowledged);
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(KILLS);
    }

    /// @return by size, the hash of the head that was answered
    private static Map<Long, String> appendUntilKilled(Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AppendUntilKilled.class.getName(),
                        folder.toString(),
                        "4"))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Map<Long, String> acknowledged = new HashMap<>();
        try (BufferedReader output = process.inputReader()) {
            for (int i = 0; i < APPENDS_BEFORE_KILL; i++) {
                note(output.readLine(), acknowledged);
            }
            // By its handle, which leaves what it said to be read.
            assertThat(process.toHandle().destroyForcibly()).isTrue();
            // What it said before it died counts as well, but for a line that was cut.
            output.lines().forEach(line -> note(line, acknowledged));
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return acknowledged;
    }

    private static void note(String line, Map<Long, String> acknowledged) {
        String[] sizeAndHash = line.split(" ", -1);
        if (sizeAndHash.length == 2 && sizeAndHash[1].length() == 64) {
            acknowledged.put(Long.parseLong(sizeAndHash[0]), sizeAndHash[1]);
        }
    }

    private static void checkAndGoOn(Path folder, Map<Long, String> acknowledged) {
        try (EmbeddedStorage storage = AuditNode.open(folder)) {
            AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
            AuditVerification verification = node.audit.verify(SERVICE);
            assertThat(verification.whole()).as("%s", verification).isTrue();
            List<AuditEntry> log = AuditNode.all(node.audit, SERVICE);
            assertThat(verification.checkedEntries()).isEqualTo(log.size());
            acknowledged.forEach((size, hash) -> assertThat(
                            log.get(Math.toIntExact(size - 1)).hash())
                    .as("the head that was answered at %d", size)
                    .isEqualTo(hash));
            assertThat(node.audit.append(TENANT, plainRecords(1)).size()).isEqualTo(log.size() + 1);
        }
    }
}
