package dev.parley.e2e.cluster.nodes;

import dev.parley.e2e.Http;
import dev.parley.e2e.RunningPlatform;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.EngineUnavailableException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One process of the platform with one service, on a port and a data folder that it keeps.
public final class ServiceNode {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int MOST_STARTS = 5;
    /// For a short life beside many others: little memory, the first compiler only.
    private static final List<String> JVM = List.of(
            "-Xms16m", "-Xmx224m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ReservedCodeCacheSize=48m");

    private final String name;
    private final String service;
    private final int port;
    private final Path folder;
    private final Path config;
    private @Nullable EngineProcess process;

    /// @param name of the node: `messaging-2`
    /// @param service that it runs: `messaging`
    /// @param folder exists; holds its data and secrets
    ServiceNode(String name, String service, int port, Path folder, Path config) {
        this.name = name;
        this.service = service;
        this.port = port;
        this.folder = folder;
        this.config = config;
    }

    public String name() {
        return name;
    }

    String service() {
        return service;
    }

    /// Its base URL.
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Starts it and does not wait.
    public void start() {
        process = EngineProcess.start(
                name,
                folder,
                Map.of(RunningPlatform.portVariable(service), Integer.toString(port)),
                command(
                        "start",
                        "--services",
                        service,
                        "--config",
                        config.toString(),
                        "--data",
                        folder.resolve("data").toString()));
    }

    /// Waits until it is ready, and starts it again when it ends before, as a supervisor does: what it needs may
    /// still be starting.
    public void awaitReady() {
        for (int starts = 1; ; starts++) {
            try {
                running().await("was ready", PATIENCE, this::isReady);
                return;
            } catch (EngineUnavailableException e) {
                if (running().isAlive() || starts == MOST_STARTS) {
                    throw e;
                }
                start();
            }
        }
    }

    /// `kill -9`, and waits for the end.
    public void kill() {
        running().kill();
    }

    /// `kill -STOP`: it hangs, with all its connections open.
    public void suspend() {
        running().suspend();
    }

    public void resume() {
        running().resume();
    }

    /// Stops it in order.
    void close() {
        if (process != null) {
            process.resume();
            process.close();
        }
    }

    private boolean isReady() {
        try {
            return Http.get(url().resolve("/ready")).status() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private EngineProcess running() {
        return Optional.ofNullable(process).orElseThrow(() -> new IllegalStateException(name + " was not started"));
    }

    /// A command of the distribution in a small JVM.
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(RunningPlatform.command(arguments));
        command.addAll(command.indexOf("-jar"), JVM);
        return command;
    }
}
