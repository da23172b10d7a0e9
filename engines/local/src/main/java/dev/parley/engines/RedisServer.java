package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One Redis server of the Debian package on a loopback port, its data and its `redis.conf` in a folder of its own.
public final class RedisServer implements Engine {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path folder;
    private final int port;
    private final List<String> command;
    private final String password;
    private EngineProcess process;

    private RedisServer(Path folder, int port, List<String> command, String password) {
        this.folder = folder;
        this.port = port;
        this.command = command;
        this.password = password;
        this.process = startProcess();
    }

    /// A server without password that keeps nothing on disk but what its settings say.
    ///
    /// @param folder made when absent
    /// @throws EngineUnavailableException when Redis is not installed or does not start
    public static RedisServer start(Path folder, int port) {
        return start(folder, port, "", List.of());
    }

    /// @param folder made when absent
    /// @param password of the user `default`; none when empty
    /// @param settings lines of `redis.conf`, after ours
    /// @throws EngineUnavailableException when Redis is not installed or does not start
    public static RedisServer start(Path folder, int port, String password, List<String> settings) {
        List<String> lines = new ArrayList<>(List.of("port " + port, "bind 127.0.0.1", "save \"\""));
        if (!password.isEmpty()) {
            lines.add("requirepass " + password);
            lines.add("masterauth " + password);
        }
        lines.addAll(settings);
        Path server = Installed.program("redis-server", "redis-server");
        return start(folder, port, password, new Launch(List.of(server.toString()), lines));
    }

    static RedisServer start(Path folder, int port, String password, Launch launch) {
        Path configuration = folder.resolve("redis.conf");
        try {
            Files.createDirectories(folder);
            Files.write(configuration, launch.settings());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + configuration, e);
        }
        List<String> command = new ArrayList<>(launch.program());
        command.add(1, configuration.toString());
        return new RedisServer(folder, port, command, password);
    }

    public int port() {
        return port;
    }

    /// `host:port`.
    public String address() {
        return "127.0.0.1:" + port;
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /// `kill -9`, and waits for the end.
    public void kill() {
        process.kill();
    }

    /// `kill -STOP`: it hangs, with all its connections open.
    public void suspend() {
        process.suspend();
    }

    /// `kill -CONT`.
    public void resume() {
        process.resume();
    }

    /// Starts it again on the same port and data after [#kill] or [#close].
    public void restart() {
        process.close();
        process = startProcess();
    }

    /// What the server answers to a command, as `redis-cli` prints it.
    public String ask(String... words) {
        return RedisCli.ask(port, password, words);
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            // A suspended process would not hear that it should end.
            process.resume();
        }
        process.close();
    }

    private EngineProcess startProcess() {
        EngineProcess started = EngineProcess.start("redis-" + port, folder, Map.of(), command);
        started.await(
                "answered", PATIENCE, () -> Ports.answers(port) && ask("PING").equals("PONG"));
        return started;
    }

    /// @param program its words; the configuration file comes after the first
    /// @param settings lines of the configuration file
    record Launch(List<String> program, List<String> settings) {}
}
