package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.platform.Relocation;
import dev.parley.core.config.ConfigReader;
import dev.parley.storage.move.MoveRow;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `parley migrate-storage`: everything from a data folder to a cluster.
@Command(
        name = "migrate-storage",
        mixinStandardHelpOptions = true,
        description = {
            "Move everything from a data folder to the engines of a cluster, or to another folder, and compare both.",
            "The platform must be stopped. A move that broke off goes on when it is run again."
        })
final class MigrateStorageCommand implements Callable<Integer> {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(2);
    private static final int SHOWN_HASH = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--from",
            required = true,
            paramLabel = "PATH",
            description = "A data folder, or the configuration that names it.")
    private Path from = Path.of("");

    @Option(
            names = "--to",
            required = true,
            paramLabel = "PATH",
            description = "The configuration of the cluster, or an empty data folder. Variables count for it alone.")
    private Path to = Path.of("");

    private long nextLineNanos = System.nanoTime();

    @Override
    public Integer call() {
        long start = System.nanoTime();
        PrintWriter out = spec.commandLine().getOut();
        ParleyConfig source = read(from, Map.of());
        ParleyConfig target = read(to, System.getenv());
        List<MoveRow> rows = new Relocation(source, target, this::progress).run();
        print(rows, out);
        boolean whole = rows.stream().allMatch(MoveRow::isWhole);
        double seconds = (System.nanoTime() - start) / 1e9;
        out.printf(
                Locale.ROOT,
                "%s, in %.1f s%n",
                whole
                        ? "everything has arrived: start from there, and from the old folder never again"
                        : "the two sides differ: the target is not to be used",
                seconds);
        return whole ? ExitCode.DONE : ExitCode.NOT_PASSED;
    }

    private static ParleyConfig read(Path path, Map<String, String> environment) {
        ConfigReader reader = new ConfigReader(environment, ConfigOptions.RESERVED);
        String name = path.getFileName() == null ? "" : path.getFileName().toString();
        boolean file = Files.isRegularFile(path) || name.endsWith(".yaml") || name.endsWith(".yml");
        return file ? reader.read(ParleyConfig.DEFAULTS, path) : ParleyConfig.DEFAULTS.withData(path);
    }

    /// Pages come by the dozen each second; a person reads one line every other second.
    private void progress(String line) {
        if (line.startsWith("copying") && System.nanoTime() - nextLineNanos < 0) {
            return;
        }
        nextLineNanos = System.nanoTime() + BETWEEN_LINES.toNanos();
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }

    private static void print(List<MoveRow> rows, PrintWriter out) {
        out.printf(Locale.ROOT, "%n%-32s %12s %12s  %-18s %s%n", "", "source", "target", "SHA-256 of both", "");
        for (MoveRow row : rows) {
            String hash =
                    row.source().sha256().isEmpty() ? "" : row.source().sha256().substring(0, SHOWN_HASH);
            String expired = row.notMoved() == 0 ? "" : ", " + row.notMoved() + " expired";
            out.printf(
                    Locale.ROOT,
                    "%-32s %,12d %,12d  %-18s %s%n",
                    row.what(),
                    row.source().count(),
                    row.target().count(),
                    row.isWhole() ? hash : "DIFFERENT",
                    (row.isWhole() ? "whole" : "NOT WHOLE") + expired);
        }
        out.println();
    }
}
