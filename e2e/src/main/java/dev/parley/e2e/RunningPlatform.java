package dev.parley.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// All nine services on embedded stores in a process of their own, from the built distribution, on free ports.
public final class RunningPlatform implements AutoCloseable {
    public static final List<String> SERVICES =
            List.of("gateway", "socket1", "socket2", "messaging", "media", "search", "auth", "compliance", "crypto");

    private final Path data;
    private final Path log;
    private final Map<String, Integer> ports;
    private final Map<String, String> settings;
    private Process process;

    private RunningPlatform(Path data, Map<String, Integer> ports, Map<String, String> settings, String... options)
            throws IOException {
        this.data = data;
        this.ports = ports;
        this.settings = settings;
        this.log = Files.createTempFile("parley-e2e-", ".log");
        this.process = launch(options);
    }

    /// Starts on `data` and waits until all services are ready.
    ///
    /// @param settings environment variables over the defaults
    /// @param options more options of the command
    public static RunningPlatform start(Path data, Map<String, String> settings, String... options) {
        try {
            RunningPlatform platform = new RunningPlatform(data, freePorts(), settings, options);
            platform.awaitReady();
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI gateway(String path) {
        return service("gateway", path);
    }

    public URI service(String name, String path) {
        return URI.create("http://127.0.0.1:" + ports.get(name) + path);
    }

    /// @param node 0 or 1
    public URI socket(int node) {
        return URI.create("ws://127.0.0.1:" + ports.get("socket" + (node + 1)) + "/v1/socket");
    }

    public Path data() {
        return data;
    }

    public Map<String, Integer> ports() {
        return Map.copyOf(ports);
    }

    public byte[] serviceSecret() {
        try {
            return Files.readAllBytes(data.resolve("secrets/service.key"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The process, for who measures it.
    public ProcessHandle process() {
        return process.toHandle();
    }

    /// What the process printed so far.
    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Ends the process as a power cut would, without warning.
    public void kill9() {
        process.destroyForcibly();
        awaitExit();
    }

    /// Asks the process to stop, as an operator does, without waiting.
    public void sigterm() {
        process.destroy();
    }

    public int awaitExit() {
        try {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                throw new AssertionError("did not exit within a minute:\n" + output());
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Starts again on the same data and ports.
    public void startAgain() {
        try {
            process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        awaitReady();
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            process.destroy();
            awaitExit();
        }
    }

    /// A command of the distribution, with the options that the launcher gives; or of the launcher that the
    /// property `parley.launcher` names, which adds the JDK's start-up cache.
    public static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty("parley.launcher");
        if (launcher == null) {
            Path home = Path.of("../app/target/parley").toAbsolutePath().normalize();
            if (!Files.exists(home.resolve("parley.jar"))) {
                throw new AssertionError("no distribution at " + home + ": build the room app first");
            }
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(List.of(
                    "@" + home.resolve("java.args"),
                    "-jar",
                    home.resolve("parley.jar").toString()));
        } else {
            command.add(launcher);
        }
        command.addAll(List.of(arguments));
        return command;
    }

    public static Map<String, Integer> freePorts() throws IOException {
        List<ServerSocket> held = new ArrayList<>();
        Map<String, Integer> ports = new LinkedHashMap<>();
        try {
            for (String service : SERVICES) {
                ServerSocket socket = new ServerSocket(0);
                held.add(socket);
                ports.put(service, socket.getLocalPort());
            }
        } finally {
            for (ServerSocket socket : held) {
                socket.close();
            }
        }
        return ports;
    }

    private Process launch(String... options) throws IOException {
        List<String> command = command("start", "--data", data.toString());
        command.addAll(List.of(options));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        ports.forEach((service, port) -> builder.environment().put(portVariable(service), Integer.toString(port)));
        builder.environment().putAll(settings);
        Process started = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly));
        return started;
    }

    public static String portVariable(String service) {
        return "PARLEY_" + service.toUpperCase(java.util.Locale.ROOT) + "_PORT";
    }

    private void awaitReady() {
        org.awaitility.Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    if (!process.isAlive()) {
                        throw new AssertionError("exited with " + process.exitValue() + ":\n" + output());
                    }
                    return SERVICES.stream()
                            .allMatch(name -> Http.get(service(name, "/ready")).status() == 200);
                });
    }
}
