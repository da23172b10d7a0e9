package dev.parley.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PortsTest {
    @Test
    void givesNoPortTwiceThoughNobodyHasTakenItYet() {
        List<Integer> given = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            given.addAll(Ports.free(10));
        }

        assertThat(given).doesNotHaveDuplicates();
    }
}
