package dev.parley.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// One operating-system process of an engine, with its output in a log file.
///
/// It ends with the program that started it, unless it was started within [#detached].
public final class EngineProcess implements AutoCloseable {
    private static final ScopedValue<Boolean> DETACHED = ScopedValue.newInstance();
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);
    private static final Duration POLL = Duration.ofMillis(50);

    private final String name;
    private final ProcessHandle process;
    private final Supplier<String> exitStatus;
    private final Path log;

    private EngineProcess(String name, ProcessHandle process, Supplier<String> exitStatus, Path log) {
        this.name = name;
        this.process = process;
        this.exitStatus = exitStatus;
        this.log = log;
    }

    /// Runs `work`, and lets every process that it starts here outlive this program: in a session of its own, which
    /// no terminal ends, with its number in `<name>.pid` beside its log. One that still runs from an earlier time
    /// in the same folder is taken over instead of being started again.
    public static <T> T detached(Supplier<T> work) {
        return ScopedValue.where(DETACHED, true).call(work::get);
    }

    /// The process of this name that was started within [#detached] in the folder, when it still runs.
    public static Optional<EngineProcess> running(String name, Path folder) {
        return new PidFile(folder.resolve(name + ".pid"))
                .running()
                .map(process -> new EngineProcess(name, process, () -> "an unknown status", log(name, folder)));
    }

    /// Starts `command` in `folder`, whose file `<name>.log` takes its output.
    ///
    /// @throws EngineUnavailableException when the command cannot be run
    public static EngineProcess start(String name, Path folder, Map<String, String> environment, List<String> command) {
        if (!DETACHED.orElse(false)) {
            Process process = launch(name, folder, environment, command);
            // The engine must not outlive the program that started it.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            return of(name, process, folder);
        }
        return running(name, folder).orElseGet(() -> {
            List<String> inOwnSession = new ArrayList<>();
            inOwnSession.add(Installed.program("setsid", "util-linux").toString());
            inOwnSession.addAll(command);
            Process process = launch(name, folder, environment, inOwnSession);
            new PidFile(folder.resolve(name + ".pid")).write(process.toHandle());
            return of(name, process, folder);
        });
    }

    private static EngineProcess of(String name, Process process, Path folder) {
        return new EngineProcess(name, process.toHandle(), () -> exitStatus(process), log(name, folder));
    }

    private static String exitStatus(Process process) {
        try {
            // It may have ended a moment before its status is known.
            boolean known = process.waitFor(1, TimeUnit.SECONDS);
            return known ? Integer.toString(process.exitValue()) : "an unknown status";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "an unknown status";
        }
    }

    private static Path log(String name, Path folder) {
        return folder.resolve(name + ".log");
    }

    private static Process launch(String name, Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(log(name, folder).toFile()))
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().putAll(environment);
        try {
            return builder.start();
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
            if (!isAlive()) {
                throw new EngineUnavailableException(name + " ended with " + exitStatus.get() + " before it " + what
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
        if (!exitStatus.get().equals("0")) {
            throw new EngineUnavailableException(name + " ended with " + exitStatus.get() + " before it " + what + ": "
                    + lastLine() + " (" + log + ")");
        }
        // It was never meant to run on, so nobody has to look for it.
        new PidFile(log.resolveSibling(name + ".pid")).remove();
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return PidFile.isAlive(process);
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
        stop("TERM", STOP_PATIENCE);
    }

    /// Asks it to end by a signal of its liking, and kills it when it has not in the time given.
    public void stop(String signal, Duration patience) {
        if (isAlive()) {
            signal(signal);
            if (!awaitExit(patience)) {
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

    /// By looking: nobody is told of the end of a process that another program started.
    private boolean awaitExit(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        while (isAlive()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
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
