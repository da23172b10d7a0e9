package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// A process that was once started within [EngineProcess#detached], whether it runs or not.
///
/// @param folder it was started in
public record DetachedProcess(String name, Path folder) {
    private static final String PID_FILE = ".pid";
    private static final int DEPTH = 3;

    /// All of them in a folder and the folders of its nodes, by name.
    public static List<DetachedProcess> below(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.find(
                folder,
                DEPTH,
                (file, attributes) -> file.toString().endsWith(PID_FILE) && attributes.isRegularFile())) {
            return files.filter(file -> new PidFile(file).isOurs())
                    .sorted()
                    .map(DetachedProcess::of)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
    }

    private static DetachedProcess of(Path pidFile) {
        String file = String.valueOf(pidFile.getFileName());
        return new DetachedProcess(
                file.substring(0, file.length() - PID_FILE.length()),
                Objects.requireNonNull(pidFile.getParent(), "it was found in a folder"));
    }

    /// The process, when it runs.
    public Optional<EngineProcess> running() {
        return EngineProcess.running(name, folder);
    }
}
