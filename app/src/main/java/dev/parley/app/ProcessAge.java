package dev.parley.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How long this process has been running, the JVM's own start included.
///
/// [ProcessHandle] knows it to the second only. On Linux the kernel tells it in hundredths (proc(5), `starttime`).
final class ProcessAge {
    private static final int TICKS_PER_SECOND = 100;
    private static final int START_TIME_FIELD = 22;

    private ProcessAge() {}

    /// Empty where the system does not tell.
    static Optional<Duration> now() {
        try {
            String stat = Files.readString(Path.of("/proc/self/stat"));
            // The second field is the command in parentheses and may itself hold spaces.
            String[] behind = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            double started = Double.parseDouble(behind[START_TIME_FIELD - 3]) / TICKS_PER_SECOND;
            double up =
                    Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
            return Optional.of(Duration.ofMillis(Math.round((up - started) * 1000)));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
