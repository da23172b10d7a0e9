package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/// A file with the number of a process and when it started: numbers are given out again, to others.
///
/// @param path which need not exist
record PidFile(Path path) {
    /// The kernel counts from the boot, whose time it rounds to seconds.
    private static final Duration ROUNDING = Duration.ofSeconds(2);

    private static final Pattern CONTENT = Pattern.compile("\\d+ \\d{4}-[0-9T:.-]+Z\\R");

    /// Whether it runs. One that ended and whose parent has not asked how does not: it has no program any more.
    static boolean isAlive(ProcessHandle process) {
        return process.isAlive() && process.info().command().isPresent();
    }

    /// Whether it is one of these, and not what an engine writes for itself.
    boolean isOurs() {
        try {
            return CONTENT.matcher(Files.readString(path)).matches();
        } catch (IOException e) {
            return false;
        }
    }

    /// The process that the file tells of, when it still runs.
    Optional<ProcessHandle> running() {
        try {
            String[] words = Files.readString(path).strip().split(" ", -1);
            long pid = Long.parseLong(words[0]);
            Instant started = Instant.parse(words[1]);
            return ProcessHandle.of(pid)
                    .filter(PidFile::isAlive)
                    .filter(process -> process.info()
                            .startInstant()
                            .filter(instant ->
                                    Duration.between(instant, started).abs().compareTo(ROUNDING) <= 0)
                            .isPresent());
        } catch (IOException | RuntimeException e) {
            return Optional.empty(); // None, or half written when the machine stopped.
        }
    }

    void remove() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + path, e);
        }
    }

    void write(ProcessHandle process) {
        Instant started = process.info().startInstant().orElse(Instant.EPOCH);
        try {
            Path temporary = path.resolveSibling(path.getFileName() + ".new");
            Files.writeString(temporary, process.pid() + " " + started + "\n");
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            process.destroyForcibly();
            throw new UncheckedIOException("cannot write " + path, e);
        }
    }
}
