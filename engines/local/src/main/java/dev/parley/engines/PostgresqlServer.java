package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL server on a loopback port, without a Unix socket, where everybody needs a password
/// (`scram-sha-256`). It has one database that belongs to a user of the same name, which is not a superuser.
///
/// A server keeps its folder, port and passwords over [#kill] and [#restart]. Not safe for use by several threads.
public final class PostgresqlServer implements Engine {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String SUPERUSER = "postgres";
    private static final String LOOPBACK = "127.0.0.1";

    private final Path folder;
    private final Settings settings;
    private @Nullable EngineProcess process;
    private List<Long> suspended = List.of();

    /// @param port of the loopback interface
    /// @param name of the database and of the user that owns it
    /// @param password of that user and of the superuser
    /// @param fsync whether a commit survives loss of power; without it tests are faster
    public record Settings(int port, String name, String password, boolean fsync) {
        public Settings {
            if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
                throw new IllegalArgumentException("not the name of a database: " + name);
            }
            if (password.isEmpty() || password.contains("'") || password.contains("\n")) {
                throw new IllegalArgumentException("a password is neither empty nor has it quotes or line ends");
            }
        }

        /// A free port, the name `parley`, fsync on.
        public static Settings of(String password) {
            return new Settings(Ports.free(1).getFirst(), "parley", password, true);
        }

        public Settings withoutFsync() {
            return new Settings(port, name, password, false);
        }

        @Override
        public String toString() {
            return name + " at port " + port;
        }
    }

    private PostgresqlServer(Path folder, Settings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /// Starts a server on the data in `folder`, which is filled when it is empty.
    ///
    /// @param folder which `nobody` can reach where this program is root
    /// @throws EngineUnavailableException when PostgreSQL is not installed or does not start
    public static PostgresqlServer start(Path folder, Settings settings) {
        PostgresqlServer server = new PostgresqlServer(folder, settings);
        boolean fresh = !Files.exists(server.data());
        if (fresh) {
            server.initialise();
        }
        server.restart();
        if (fresh) {
            server.createDatabase();
        }
        return server;
    }

    /// A running copy in `standbyFolder` that follows this server by a replication slot. When this returns, this
    /// server acknowledges a commit only after the copy has it on disk.
    public PostgresqlServer standby(Path standbyFolder, int port) {
        String slot = "standby_" + port;
        PostgresqlServer copy = new PostgresqlServer(
                standbyFolder, new Settings(port, settings.name, settings.password, settings.fsync));
        makeFolder(standbyFolder);
        Commands.run(
                standbyFolder,
                environment(),
                Unprivileged.command(List.of(
                        program("pg_basebackup"),
                        "--pgdata=" + copy.data(),
                        "--host=" + LOOPBACK,
                        "--port=" + settings.port,
                        "--username=" + SUPERUSER,
                        "--checkpoint=fast",
                        "--wal-method=stream",
                        "--create-slot",
                        "--slot=" + slot,
                        "--write-recovery-conf")));
        copy.restart();
        sql("ALTER SYSTEM SET synchronous_standby_names = '" + slot + "'");
        sql("SELECT pg_reload_conf()");
        running()
                .await(
                        "had a synchronous standby",
                        PATIENCE,
                        () -> sql("SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'")
                                .equals("1"));
        return copy;
    }

    /// Makes a standby the primary, and returns when it takes writes.
    public void promote() {
        sql("SELECT pg_promote(true, 60)");
    }

    /// Runs a statement as superuser.
    ///
    /// @return its result, columns separated by `|`
    public String sql(String statement) {
        return Commands.run(
                        folder,
                        environment(),
                        List.of(
                                program("psql"),
                                "--no-psqlrc",
                                "--tuples-only",
                                "--no-align",
                                "--set=ON_ERROR_STOP=1",
                                "--host=" + LOOPBACK,
                                "--port=" + settings.port,
                                "--username=" + SUPERUSER,
                                "--dbname=" + SUPERUSER),
                        statement)
                .strip();
    }

    public String host() {
        return LOOPBACK;
    }

    public int port() {
        return settings.port;
    }

    public String database() {
        return settings.name;
    }

    public String user() {
        return settings.name;
    }

    public String password() {
        return settings.password;
    }

    /// `kill -9` of all its processes at once, as when the machine stops.
    public void kill() {
        List<ProcessHandle> sessions = sessions();
        running().kill();
        sessions.forEach(ProcessHandle::destroyForcibly);
        // As long as one of them lives, its shared memory keeps the server from starting again.
        sessions.forEach(session -> session.onExit().join());
    }

    /// `kill -STOP` of all its processes: it hangs, with all its connections open.
    public void suspend() {
        running().suspend();
        // The sessions only now, when no more can come.
        suspended = sessions().stream().map(ProcessHandle::pid).toList();
        signal("STOP", suspended);
    }

    /// Ends [#suspend].
    public void resume() {
        signal("CONT", suspended);
        suspended = List.of();
        running().resume();
    }

    /// Starts it again after [#kill] or [#close], and returns when it answers.
    public void restart() {
        List<String> command = new ArrayList<>(List.of(program("postgres"), "-D", data().toString()));
        options().forEach((option, value) -> command.addAll(List.of("-c", option + "=" + value)));
        EngineProcess started = EngineProcess.start("postgresql", folder, Map.of(), Unprivileged.command(command));
        process = started;
        started.await("answered", PATIENCE, this::answers);
    }

    @Override
    public void close() {
        EngineProcess last = process;
        if (last == null || !last.isAlive()) {
            return;
        }
        if (!suspended.isEmpty()) {
            kill();
            return;
        }
        try {
            Commands.run(
                    folder,
                    Map.of(),
                    Unprivileged.command(List.of(program("pg_ctl"), "stop", "-D", data().toString(), "-m", "fast")));
        } finally {
            last.close();
        }
    }

    private void initialise() {
        makeFolder(folder);
        Path passwordFile = folder.resolve("superuser");
        try {
            Files.writeString(passwordFile, settings.password + "\n");
            Unprivileged.own(folder);
            Commands.run(
                    folder,
                    Map.of(),
                    Unprivileged.command(List.of(
                            program("initdb"),
                            "--pgdata=" + data(),
                            "--username=" + SUPERUSER,
                            "--pwfile=" + passwordFile,
                            "--auth=scram-sha-256",
                            "--encoding=UTF8",
                            "--locale=C.UTF-8",
                            "--data-checksums",
                            settings.fsync ? "--no-instructions" : "--no-sync")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deleteIfExists(passwordFile);
        }
    }

    private void createDatabase() {
        sql("CREATE ROLE " + settings.name + " LOGIN PASSWORD '" + settings.password + "'");
        sql("CREATE DATABASE " + settings.name + " OWNER " + settings.name);
    }

    private Map<String, String> options() {
        String durable = settings.fsync ? "on" : "off";
        return Map.of(
                "listen_addresses",
                LOOPBACK,
                "port",
                Integer.toString(settings.port),
                "unix_socket_directories",
                "",
                "cluster_name",
                "standby_" + settings.port,
                "fsync",
                durable,
                "full_page_writes",
                durable,
                "max_connections",
                "200",
                "shared_buffers",
                "64MB",
                "wal_receiver_status_interval",
                "1s",
                "logging_collector",
                "off");
    }

    private boolean answers() {
        return Commands.succeeds(
                folder, List.of(program("pg_isready"), "--quiet", "--host=" + LOOPBACK, "--port=" + settings.port));
    }

    private List<ProcessHandle> sessions() {
        return ProcessHandle.of(running().pid()).stream()
                .flatMap(ProcessHandle::descendants)
                .toList();
    }

    private void signal(String signal, List<Long> processes) {
        for (long pid : processes) {
            // One that ended meanwhile needs no signal.
            Commands.succeeds(folder, List.of("kill", "-" + signal, Long.toString(pid)));
        }
    }

    private EngineProcess running() {
        EngineProcess current = process;
        if (current == null) {
            throw new IllegalStateException("not started");
        }
        return current;
    }

    private Map<String, String> environment() {
        return Map.of("PGPASSWORD", settings.password);
    }

    private Path data() {
        return folder.resolve("data");
    }

    private static String program(String name) {
        return Installed.program(name, "postgresql").toString();
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
            Unprivileged.own(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void deleteIfExists(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
