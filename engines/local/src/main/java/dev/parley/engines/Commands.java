package dev.parley.engines;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// Short commands of an engine: those that make its data, ask and stop it.
final class Commands {
    private static final int PATIENCE_SECONDS = 120;

    private Commands() {}

    /// Runs a command to its end.
    ///
    /// @return what it printed
    /// @throws EngineUnavailableException when it fails, with what it said
    static String run(Path folder, Map<String, String> environment, List<String> command) {
        return run(folder, environment, command, "");
    }

    /// @param input which may be secret, as arguments may not: everybody on the host can read those
    static String run(Path folder, Map<String, String> environment, List<String> command, String input) {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            try (var to = process.getOutputStream()) {
                to.write(input.getBytes(StandardCharsets.UTF_8));
            }
            // What it starts may hold the output open: read only what is there when it has ended.
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new EngineUnavailableException(
                        command.getFirst() + " has not ended in " + PATIENCE_SECONDS + " s");
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.exitValue() != 0) {
                throw new EngineUnavailableException(command.getFirst() + " failed: " + output.strip());
            }
            return output;
        } catch (IOException e) {
            throw new EngineUnavailableException(command.getFirst() + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while waiting for " + command.getFirst(), e);
        }
    }

    /// Whether a command ends well.
    static boolean succeeds(Path folder, List<String> command) {
        try {
            run(folder, Map.of(), command);
            return true;
        } catch (EngineUnavailableException e) {
            return false;
        }
    }
}
