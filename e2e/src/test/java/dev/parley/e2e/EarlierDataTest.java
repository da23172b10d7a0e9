package dev.parley.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every version opens what every earlier one wrote, and goes on from there.
class EarlierDataTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = "data-1")
    void opensWhatAnEarlierVersionWrote(String fixture) throws IOException {
        EarlierFolder data = EarlierFolder.unpacked(fixture, folder);
        try (RunningPlatform platform = RunningPlatform.start(folder, Map.of())) {
            data.assertSeenBy(platform);
        }
    }
}
