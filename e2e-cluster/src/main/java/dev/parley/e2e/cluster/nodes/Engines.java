package dev.parley.e2e.cluster.nodes;

import dev.parley.engines.Engine;
import dev.parley.engines.KafkaNodes;
import dev.parley.engines.OpenSearchNodes;
import dev.parley.engines.Ports;
import dev.parley.engines.PostgresqlServer;
import dev.parley.engines.RedisSentinels;
import dev.parley.engines.S3ProxyServer;
import dev.parley.engines.Unprivileged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// PostgreSQL with a synchronous standby, three Kafka nodes, Redis with replicas and Sentinels, OpenSearch and S3.
/// Started together; whichever order they end in, all are closed.
public final class Engines implements AutoCloseable {
    static final String PASSWORD = "of-the-local-cluster";
    static final String ACCESS_KEY = "local";
    static final String BUCKET = "parley";

    private static final int REDIS_PORTS = 6;

    private final Path folder;
    private final List<Integer> postgresqlPorts = Ports.free(2);
    private final List<Engine> started = new ArrayList<>();
    private final CompletableFuture<KafkaNodes> kafka;
    private final CompletableFuture<RedisSentinels> redis;
    private final CompletableFuture<OpenSearchNodes> search;
    private final CompletableFuture<S3ProxyServer> objects;
    private PostgresqlServer primary;
    private PostgresqlServer standby;
    private int copies;

    /// @param folder exists
    Engines(Path folder) {
        this.folder = folder;
        open(folder);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<PostgresqlServer> first = start(threads, this::startPrimary);
            CompletableFuture<PostgresqlServer> second =
                    first.thenApplyAsync(running -> keep(startStandby(running, postgresqlPorts.getLast())), threads);
            kafka = start(threads, () -> KafkaNodes.start(made("kafka")));
            redis = start(threads, () -> RedisSentinels.start(made("redis"), Ports.free(REDIS_PORTS), PASSWORD));
            search = start(threads, () -> OpenSearchNodes.start(made("search"), 1));
            objects = start(threads, this::startObjects);
            CompletableFuture.allOf(second, kafka, redis, search, objects).join();
            primary = first.join();
            standby = second.join();
        } catch (CompletionException e) {
            close();
            throw e;
        }
    }

    private <T extends Engine> CompletableFuture<T> start(ExecutorService threads, Supplier<T> engine) {
        return CompletableFuture.supplyAsync(() -> keep(engine.get()), threads);
    }

    private PostgresqlServer startPrimary() {
        return PostgresqlServer.start(
                folder.resolve("postgresql"),
                new PostgresqlServer.Settings(postgresqlPorts.getFirst(), "parley", PASSWORD, true));
    }

    private PostgresqlServer startStandby(PostgresqlServer of, int port) {
        copies++;
        return of.standby(folder.resolve("postgresql-copy-" + copies), port);
    }

    private S3ProxyServer startObjects() {
        Path home = made("s3");
        made("s3/buckets/" + BUCKET);
        return S3ProxyServer.start(home, ACCESS_KEY, PASSWORD);
    }

    List<String> postgresqlAddresses() {
        return postgresqlPorts.stream().map(port -> "127.0.0.1:" + port).toList();
    }

    public KafkaNodes kafka() {
        return kafka.join();
    }

    public RedisSentinels redis() {
        return redis.join();
    }

    OpenSearchNodes search() {
        return search.join();
    }

    S3ProxyServer objects() {
        return objects.join();
    }

    /// `kill -9` of the PostgreSQL primary, and what its operator does then: promotes the standby.
    public void failOver() {
        primary.kill();
        standby.promote();
    }

    /// Puts a new standby at the address where the primary was.
    public void replaceLostPrimary() {
        PostgresqlServer promoted = standby;
        standby = keep(startStandby(promoted, primary.port()));
        primary = promoted;
    }

    @Override
    public void close() {
        List<Engine> all;
        synchronized (started) {
            all = List.copyOf(started.reversed());
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            all.forEach(engine -> threads.execute(engine::close));
        }
    }

    private <T extends Engine> T keep(T engine) {
        synchronized (started) {
            started.add(engine);
        }
        return engine;
    }

    private Path made(String name) {
        Path made = folder.resolve(name);
        try {
            Files.createDirectories(made);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (name.equals("search")) {
            Unprivileged.own(made);
        }
        return made;
    }

    /// So that engines which do not run as root can enter.
    private static void open(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String list(Stream<?> values) {
        return values.map(value -> '"' + value.toString() + '"')
                .collect(java.util.stream.Collectors.joining(", ", "[", "]"));
    }
}
