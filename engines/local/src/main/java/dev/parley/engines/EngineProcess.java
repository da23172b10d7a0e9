package dev.parley.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// One operating-system process of an engine, with its output in a log file.
public final class EngineProcess implements AutoCloseable {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String name;
    private final Process process;
    private final Path log;

    private EngineProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts `command` in `folder`, whose file `<name>.log` takes its output.
    ///
    /// @throws EngineUnavailableException when the command cannot be run
    public static EngineProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            // The engine must not outlive the program that started it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return new EngineProcess(name, process, log);
        } catch (IOException e) {
            throw new EngineUnavailableException(name + " cannot be started: " + e.getMessage(), e);
        }
    }

    /// Waits until `condition` holds.
    ///
    /// @throws EngineUnavailableException when the process ends before, or the time is over; the message has
    ///     the last line of the log
    public void await(String what, Duration patience, BooleanSupplier condition) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!condition.getAsBoolean()) {
            if (!process.isAlive()) {
                throw new EngineUnavailableException(name + " ended with " + process.exitValue() + " before it " + what
                        + ": " + lastLine() + " (" + log + ")");
            }
            if (System.nanoTime() > deadline) {
                throw new EngineUnavailableException(name + " has not " + what + " in " + patience.toSeconds() + " s: "
                        + lastLine() + " (" + log + ")");
            }
            pause();
        }
    }

    /// Waits until the process has ended well, for a command that does one thing.
    ///
    /// @throws EngineUnavailableException when it fails or takes longer; the message has the last line of the log
    public void awaitExit(String what, Duration patience) {
        if (!awaitExit(patience)) {
            close();
            throw new EngineUnavailableException(
                    name + " has not " + what + " in " + patience.toSeconds() + " s: " + lastLine());
        }
        if (process.exitValue() != 0) {
            throw new EngineUnavailableException(name + " ended with " + process.exitValue() + " before it " + what
                    + ": " + lastLine() + " (" + log + ")");
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`, and waits for the end.
    public void kill() {
        signal("KILL");
        awaitExit(STOP_PATIENCE);
    }

    /// `kill -STOP`: the process hangs, with all its connections open.
    public void suspend() {
        signal("STOP");
    }

    /// `kill -CONT`.
    public void resume() {
        signal("CONT");
    }

    /// SIGTERM, and SIGKILL when it has not ended in 20 s.
    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            if (!awaitExit(STOP_PATIENCE)) {
                process.destroyForcibly();
                awaitExit(STOP_PATIENCE);
            }
        }
    }

    private void signal(String signal) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new EngineUnavailableException("kill cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitExit(Duration patience) {
        try {
            return process.waitFor(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while waiting for an engine", e);
        }
    }

    private String lastLine() {
        try {
            List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
            return lines.isEmpty() ? "it said nothing" : lines.getLast();
        } catch (IOException e) {
            return "its log cannot be read";
        }
    }
}
