package dev.parley.engines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EngineProcessTest {
    private static final List<String> FOR_LONG = List.of("sleep", "600");

    @TempDir
    Path folder;

    @Test
    void leavesNoTraceOfWhatEndsWithThisProgram() {
        try (EngineProcess process = EngineProcess.start("engine", folder, Map.of(), FOR_LONG)) {
            assertThat(process.isAlive()).isTrue();
            assertThat(EngineProcess.running("engine", folder)).isEmpty();
        }
    }

    @Test
    void takesADetachedProcessOverInsteadOfStartingItAgain() {
        try (EngineProcess first = detached(FOR_LONG);
                EngineProcess second = detached(FOR_LONG)) {
            assertThat(second.pid()).isEqualTo(first.pid());
            assertThat(EngineProcess.running("engine", folder).map(EngineProcess::pid))
                    .contains(first.pid());
        }
        assertThat(EngineProcess.running("engine", folder)).isEmpty();
    }

    @Test
    void startsAgainWhatEnded() {
        EngineProcess first = detached(FOR_LONG);
        first.kill();
        try (EngineProcess second = detached(FOR_LONG)) {
            assertThat(second.isAlive()).isTrue();
            assertThat(second.pid()).isNotEqualTo(first.pid());
        }
    }

    @Test
    void doesNotTakeAnotherProcessForItsOwn() throws Exception {
        // The number of this very process, which started at another time.
        Files.writeString(folder.resolve("engine.pid"), ProcessHandle.current().pid() + " 2001-01-01T00:00:00Z\n");
        assertThat(EngineProcess.running("engine", folder)).isEmpty();
        Files.writeString(folder.resolve("engine.pid"), "half");
        assertThat(EngineProcess.running("engine", folder)).isEmpty();
    }

    @Test
    void findsWhatWasDetachedBelowAFolderAndNothingElse() throws Exception {
        Path node = Files.createDirectories(folder.resolve("node-1"));
        Files.writeString(folder.resolve("postmaster.pid"), "4711\n/data\n");
        try (EngineProcess running =
                EngineProcess.detached(() -> EngineProcess.start("engine", node, Map.of(), FOR_LONG))) {
            detached(List.of("true")).awaitExit("ended", Duration.ofSeconds(20));
            detached(FOR_LONG).kill();
            assertThat(DetachedProcess.below(folder))
                    .containsExactly(new DetachedProcess("engine", folder), new DetachedProcess("engine", node));
            assertThat(DetachedProcess.below(folder).getFirst().running()).isEmpty();
            assertThat(DetachedProcess.below(node).getFirst().running().map(EngineProcess::pid))
                    .contains(running.pid());
        }
    }

    @Test
    void killsWhatDoesNotListen() {
        EngineProcess deaf = detached(List.of("sh", "-c", "trap '' TERM; while true; do sleep 1; done"));
        deaf.stop("TERM", Duration.ofMillis(200));
        assertThat(deaf.isAlive()).isFalse();
    }

    @Test
    void saysInWhichLogItIsWrittenWhyAnEngineEnded() {
        EngineProcess failing = detached(List.of("sh", "-c", "echo no such disk; exit 3"));
        assertThatThrownBy(() -> failing.await("answered", Duration.ofSeconds(20), () -> false))
                .isInstanceOf(EngineUnavailableException.class)
                .hasMessageContaining("engine ended with 3 before it answered: no such disk")
                .hasMessageContaining("engine.log");
    }

    private EngineProcess detached(List<String> command) {
        return EngineProcess.detached(() -> EngineProcess.start("engine", folder, Map.of(), command));
    }
}
