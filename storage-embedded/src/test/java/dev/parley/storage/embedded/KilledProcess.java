package dev.parley.storage.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A Java process that says a line for each thing it was told is durable, and is killed with SIGKILL in the middle
/// of its work. What it said before is read to the end: the pipe outlives it.
public final class KilledProcess {
    private static final int SIGKILL_STATUS = 128 + 9;

    private KilledProcess() {}

    /// Starts `main` in a process of its own and kills it when it has said `lines` lines, or some more.
    ///
    /// @return all it said
    public static List<String> saidBy(Class<?> main, int lines, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            List<String> said = new ArrayList<>();
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                said.add(line);
                if (said.size() == lines) {
                    // Not the process's own method, which closes the pipe.
                    process.toHandle().destroyForcibly();
                }
            }
            requireKilled(process, said);
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void requireKilled(Process process, List<String> said) {
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != SIGKILL_STATUS) {
                throw new AssertionError(
                        "it was to be killed, but ended by itself after " + said.size() + " lines: " + process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted", e));
        }
    }
}
