package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The commands that change what lies in a data folder as a whole.
class MigrateTest {
    private static final int FOLDER_UNUSABLE = 5;

    @TempDir
    Path from;

    @TempDir
    Path to;

    private Ended move() throws IOException, InterruptedException {
        return Ended.run(Map.of(), "migrate-storage", "--from", from.toString(), "--to", to.toString());
    }

    @Test
    void everythingOfAFolderMovesAndIsSeenThere() throws Exception {
        EarlierFolder data = EarlierFolder.unpacked("data-1", from);
        Ended moved = move();
        assertThat(moved.status()).as("%s", moved).isZero();
        assertThat(moved.out())
                .contains("compliance_audit_entries", "objects", "events of messages", "everything has arrived")
                .doesNotContain("DIFFERENT");
        try (RunningPlatform platform = RunningPlatform.start(to, Map.of())) {
            data.assertSeenBy(platform);
        }
        Ended again = move();
        assertThat(again.status()).isEqualTo(FOLDER_UNUSABLE);
        assertThat(again.err().strip()).hasLineCount(1).contains("already");
    }

    @Test
    void aFolderThatIsInUseOrEmptyDoesNotMove() throws Exception {
        Ended empty = move();
        assertThat(empty.status()).isEqualTo(FOLDER_UNUSABLE);
        assertThat(empty.err()).contains("parley.db");
        try (RunningPlatform platform = RunningPlatform.start(from, Map.of())) {
            assertThat(platform.process().isAlive()).isTrue();
            Ended running = move();
            assertThat(running.status()).isEqualTo(FOLDER_UNUSABLE);
            assertThat(running.err().strip()).hasLineCount(1);
            Ended migrating = Ended.run(Map.of(), "migrate", "--data", from.toString());
            assertThat(migrating.status()).isEqualTo(FOLDER_UNUSABLE);
        }
    }

    @Test
    void stepsAreShownTakenBackAndTakenAgain() throws Exception {
        EarlierFolder.unpacked("data-1", from);
        Ended status = Ended.run(Map.of(), "migrate", "--status", "--data", from.toString());
        assertThat(status.status()).as("%s", status).isZero();
        assertThat(status.out()).contains("documents and events").contains("the time of each step");
        Ended back = Ended.run(Map.of(), "migrate", "--schema-to", "1", "--data", from.toString());
        assertThat(back.status()).as("%s", back).isZero();
        Ended forward = Ended.run(Map.of(), "migrate", "--data", from.toString());
        assertThat(forward.status()).as("%s", forward).isZero();
        assertThat(forward.out()).doesNotContain("not taken");
        Ended contracted = Ended.run(Map.of(), "migrate", "--contract", "--data", from.toString());
        assertThat(contracted.status()).as("%s", contracted).isZero();
    }
}
