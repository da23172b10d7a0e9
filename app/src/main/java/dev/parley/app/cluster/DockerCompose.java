package dev.parley.app.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The commands `docker` and `docker compose`, as child processes.
final class DockerCompose {
    private static final Duration QUICK = Duration.ofSeconds(30);

    private final Path folder;

    /// @param folder with `compose.yaml`
    DockerCompose(Path folder) {
        this.folder = folder;
    }

    /// How a command ended.
    ///
    /// @param output what it said, on either stream
    record Ended(int status, String output) {
        boolean well() {
            return status == 0;
        }

        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce((a, b) -> b)
                    .orElse("it said nothing");
        }
    }

    /// @throws ClusterException when there is no Docker with its compose plugin and a daemon that answers
    void require() {
        String instead = "; install Docker Engine with its compose plugin, or run the cluster on this host: "
                + "./parley cluster up --local";
        try {
            if (!docker(QUICK, "compose", "version").well()) {
                throw new ClusterException("docker has no compose plugin" + instead);
            }
            Ended daemon = docker(QUICK, "info", "--format", "{{.ServerVersion}}");
            if (!daemon.well()) {
                throw new ClusterException("docker does not answer (" + daemon.lastLine() + ")" + instead);
            }
        } catch (IOException e) {
            throw new ClusterException("docker is not installed" + instead, e);
        }
    }

    /// Runs `docker compose …` and returns however it ends.
    Ended ask(Duration patience, String... words) {
        List<String> all = new ArrayList<>(
                List.of("compose", "--file", folder.resolve("compose.yaml").toString()));
        all.addAll(List.of(words));
        try {
            return docker(patience, all.toArray(String[]::new));
        } catch (IOException e) {
            throw new ClusterException("docker cannot be run: " + e.getMessage(), e);
        }
    }

    /// Runs `docker compose …` to its good end.
    ///
    /// @return what it said
    /// @throws ClusterException when it fails, with its last line
    String run(Duration patience, String... words) {
        Ended ended = ask(patience, words);
        if (!ended.well()) {
            throw new ClusterException("docker compose " + words[0] + ": " + ended.lastLine());
        }
        return ended.output();
    }

    /// Whether an image of this name is there.
    boolean hasImage(String name) {
        try {
            return docker(QUICK, "image", "inspect", name).well();
        } catch (IOException e) {
            throw new ClusterException("docker cannot be run: " + e.getMessage(), e);
        }
    }

    private Ended docker(Duration patience, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of("docker"));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
        try {
            if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                throw new ClusterException(
                        "docker " + words[0] + " " + words[1] + " has not ended in " + patience.toSeconds() + " s");
            }
            return new Ended(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ClusterException("interrupted while docker ran", e);
        }
    }

    private static String read(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
