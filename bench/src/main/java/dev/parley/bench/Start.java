package dev.parley.bench;

import dev.parley.e2e.RunningPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From the command to nine ready services, and what they take when nobody uses them.
final class Start {
    private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

    private final Path folder;
    private final Map<String, String> settings;

    Start(Path folder, Map<String, String> settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /// Five starts on the same data, the first of which also makes it.
    List<Row> measure() throws IOException, InterruptedException {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long start = System.nanoTime();
            try (RunningPlatform platform = RunningPlatform.start(folder.resolve("started"), settings)) {
                double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0;
                TimeUnit.SECONDS.sleep(5);
                rows.add(new Row(
                        i == 0 ? "first start" : "start",
                        1 / seconds,
                        String.format(Locale.ROOT, "%.2f s until nine are ready", seconds),
                        residentMebibytes(platform.process().pid()) + " MiB resident after 5 s idle"));
            }
        }
        return rows;
    }

    private static long residentMebibytes(long process) throws IOException {
        Matcher matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + process + "/status")));
        if (!matcher.find()) {
            throw new IOException("no VmRSS for process " + process);
        }
        return Long.parseLong(matcher.group(1)) / 1024;
    }
}
