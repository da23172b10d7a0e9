package dev.parley.storage.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class NeededEngineTest {
    @Test
    @Tag("needs:PARLEY_TEST_NOBODY_SETS_THIS")
    void leavesOutWhatNobodyNamed() {
        assertThat(System.getenv("PARLEY_TEST_NOBODY_SETS_THIS")).isNotNull();
    }

    @Test
    @Tag("needs:PATH")
    void runsWhatIsNamed() {
        assertThat(System.getenv("PATH")).isNotBlank();
    }
}
