package dev.parley.app.cluster;

import dev.parley.engines.DetachedProcess;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.EngineUnavailableException;
import dev.parley.engines.KafkaNodes;
import dev.parley.engines.OpenSearchNodes;
import dev.parley.engines.PostgresqlServer;
import dev.parley.engines.RedisSentinels;
import dev.parley.engines.S3ProxyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The engines of a local cluster, which outlive the command that starts them.
final class LocalEngines {
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final String POSTGRESQL = "postgresql";
    private static final String STANDBY = "postgresql-standby";

    private static final Kind PRIMARY_KIND = new Kind(POSTGRESQL, "INT", 1);
    private static final Kind STANDBY_KIND = new Kind(STANDBY, "INT", 1);

    /// By folder. SIGINT is PostgreSQL's fast shutdown, which does not wait for clients to go.
    private static final List<Kind> KINDS = List.of(
            PRIMARY_KIND,
            STANDBY_KIND,
            new Kind("redis", "TERM", LocalPorts.REDIS_SERVERS + LocalPorts.SENTINELS),
            new Kind("kafka", "TERM", LocalPorts.KAFKA_NODES),
            new Kind("opensearch", "TERM", 1),
            new Kind("s3proxy", "TERM", 1));

    private final LocalFolder folder;
    private final Documents documents;

    /// @param processes how many there are
    private record Kind(String name, String stopSignal, int processes) {}

    /// Where the documents are kept.
    enum Documents {
        OWN_POSTGRESQL,
        /// One that somebody else runs.
        FOREIGN_MONGODB
    }

    LocalEngines(LocalFolder folder, Documents documents) {
        this.folder = folder;
        this.documents = documents;
    }

    /// Whether all processes but the standby run.
    boolean started() {
        return KINDS.stream()
                .filter(kind -> kind != STANDBY_KIND)
                .filter(kind -> documents == Documents.OWN_POSTGRESQL || kind != PRIMARY_KIND)
                .allMatch(kind -> running(kind).size() == kind.processes());
    }

    /// Starts all but the standby, at once. What runs already is left alone.
    ///
    /// @throws EngineUnavailableException with the first that does not start
    void start(LocalPorts ports) {
        LocalPrograms.require(documents);
        RandomTexts passwords = new RandomTexts(folder.secrets());
        List<Runnable> starts = new ArrayList<>();
        starts.add(() -> KafkaNodes.start(
                folder.engine("kafka"),
                Stream.concat(
                                ports.of("kafka", LocalPorts.KAFKA_NODES).stream(),
                                ports.of("kafka-controller", LocalPorts.KAFKA_NODES).stream())
                        .toList()));
        starts.add(() -> OpenSearchNodes.start(folder.engine("opensearch"), List.of(ports.of("opensearch"))));
        starts.add(() -> RedisSentinels.start(
                folder.engine("redis"),
                Stream.concat(
                                ports.of("redis", LocalPorts.REDIS_SERVERS).stream(),
                                ports.of("sentinel", LocalPorts.SENTINELS).stream())
                        .toList(),
                passwords.password(LocalConfigFile.REDIS_PASSWORD)));
        starts.add(() -> S3ProxyServer.start(
                folder.engine("s3proxy"),
                ports.of("s3"),
                LocalConfigFile.S3_ACCESS_KEY,
                passwords.password(LocalConfigFile.S3_SECRET_KEY)));
        if (documents == Documents.OWN_POSTGRESQL) {
            starts.add(() -> PostgresqlServer.start(folder.engine(POSTGRESQL), settings(ports.of(POSTGRESQL))));
        }
        KINDS.forEach(kind -> makeFolder(folder.engine(kind.name())));
        AtOnce.run(starts.stream().<Runnable>map(start -> () -> detached(start)).toList());
    }

    /// Whether a standby receives what the primary writes.
    boolean standbyFollows(LocalPorts ports) {
        return EngineProcess.running(POSTGRESQL, folder.engine(STANDBY)).isPresent()
                && EngineProcess.running(POSTGRESQL, folder.engine(POSTGRESQL)).isPresent()
                && primary(ports)
                        .sql("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'")
                        .equals("1");
    }

    /// Makes a streaming standby of the PostgreSQL server, or starts the one that was made.
    void startStandby(LocalPorts ports) {
        Path own = folder.engine(STANDBY);
        if (!Files.exists(own.resolve("data"))) {
            PostgresqlServer primary = primary(ports);
            EngineProcess.detached(() -> primary.standby(own, ports.of(STANDBY)));
            return;
        }
        PostgresqlServer standby =
                EngineProcess.detached(() -> PostgresqlServer.start(own, settings(ports.of(STANDBY))));
        if (!standby.sql("SELECT pg_is_in_recovery()").equals("t")) {
            throw new ClusterException(
                    "the standby was promoted, so there are two PostgreSQL primaries; stop the cluster "
                            + "and move away the folder of the one that shall be made again as a copy of the other: "
                            + folder.engine(POSTGRESQL) + " or " + own);
        }
    }

    /// Stops what runs: all at once, but the primary after its standby, so that both have the same at the end.
    void stop(Consumer<String> progress) {
        AtOnce.run(KINDS.stream()
                .filter(kind -> kind != PRIMARY_KIND)
                .<Runnable>map(kind -> () -> stop(kind, progress))
                .toList());
        stop(PRIMARY_KIND, progress);
    }

    private void stop(Kind kind, Consumer<String> progress) {
        List<EngineProcess> running = running(kind);
        AtOnce.run(running.stream()
                .<Runnable>map(process -> () -> process.stop(kind.stopSignal(), STOP_PATIENCE))
                .toList());
        if (!running.isEmpty()) {
            progress.accept("stopped " + kind.name());
        }
    }

    List<Cluster.Part> parts() {
        List<Cluster.Part> parts = new ArrayList<>();
        for (Kind kind : KINDS) {
            Path own = folder.engine(kind.name());
            for (DetachedProcess process : DetachedProcess.below(own)) {
                String node = process.folder().equals(own)
                        ? process.name()
                        : String.valueOf(own.relativize(process.folder()));
                String name =
                        node.equals(kind.name()) || kind.processes() == 1 ? kind.name() : kind.name() + "/" + node;
                parts.add(LocalServices.part(name, process.running()));
            }
        }
        return parts;
    }

    private PostgresqlServer primary(LocalPorts ports) {
        return EngineProcess.detached(
                () -> PostgresqlServer.start(folder.engine(POSTGRESQL), settings(ports.of(POSTGRESQL))));
    }

    private PostgresqlServer.Settings settings(int port) {
        String password = new RandomTexts(folder.secrets()).password(LocalConfigFile.POSTGRESQL_PASSWORD);
        return new PostgresqlServer.Settings(port, "parley", password, true);
    }

    private List<EngineProcess> running(Kind kind) {
        return DetachedProcess.below(folder.engine(kind.name())).stream()
                .flatMap(process -> process.running().stream())
                .toList();
    }

    private static void detached(Runnable start) {
        EngineProcess.detached(() -> {
            start.run();
            return Map.of();
        });
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new ClusterException(folder + " cannot be made: " + e, e);
        }
    }
}
