package dev.parley.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepsTest {
    private final List<String> performed = new ArrayList<>();
    private final StringWriter printed = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void performsInOrderWhatIsNotDone() {
        run(step("one", false), step("two", true), step("three", false));
        assertThat(performed).containsExactly("one", "three");
        assertThat(printed.toString().lines().map(line -> line.replaceAll("\\d+\\.\\d s", "x s")))
                .containsExactly("[1/3] one … ready (x s)", "[2/3] two … was ready (x s)", "[3/3] three … ready (x s)");
    }

    @Test
    void namesTheStepThatFailsAndBeginsNoOther() {
        Step failing = Step.always("two", () -> {
            throw new ClusterException("no disk");
        });
        assertThatThrownBy(() -> run(step("one", false), failing, step("three", false)))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("step 2 of 3, two: no disk");
        assertThat(performed).containsExactly("one");
        assertThat(printed.toString()).contains("[2/3] two … failed (");
    }

    @Test
    void areTheSameTenForBothKindsOfCluster() {
        LocalCluster.Choice choice = new LocalCluster.Choice(null, LocalPorts.ServicePorts.FREE);
        assertThat(Steps.NAMES).hasSize(10);
        assertThat(new LocalCluster(folder, choice).steps())
                .extracting(Step::name)
                .isEqualTo(Steps.NAMES);
        assertThat(new ComposeCluster(folder).steps()).extracting(Step::name).isEqualTo(Steps.NAMES);
        assertThat(folder).isEmptyDirectory();
    }

    private void run(Step... steps) {
        new Steps(List.of(steps), new PrintWriter(printed)).run();
    }

    private Step step(String name, boolean done) {
        return Step.of(name, () -> done, () -> performed.add(name));
    }
}
