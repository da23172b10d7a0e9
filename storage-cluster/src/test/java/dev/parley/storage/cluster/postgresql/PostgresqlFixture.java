package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.engines.PostgresqlServer;
import dev.parley.storage.contract.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/// A server for all tests of this JVM, and stores on it.
final class PostgresqlFixture {
    static final String PASSWORD = "plainly-fake";

    /// For tests in which no server fails, on a machine that has much else to do.
    static final PostgresqlConfig.Timeouts PATIENT = new PostgresqlConfig.Timeouts(
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60));

    private PostgresqlFixture() {}

    /// Started at the first use. Its database sorts text as people do, so that nothing relies on a kinder one.
    private static final class Shared {
        static final PostgresqlServer SERVER = start();

        private static PostgresqlServer start() {
            Path folder = freshFolder();
            PostgresqlServer server = PostgresqlServer.start(
                    folder, PostgresqlServer.Settings.of(PASSWORD).withoutFsync());
            server.sql("CREATE DATABASE people OWNER parley TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server, folder)));
            return server;
        }
    }

    static PostgresqlServer server() {
        return Shared.SERVER;
    }

    /// In the shared database and schema.
    static PostgresqlConfig config() {
        return config("people", Shared.SERVER).withTimeouts(PATIENT);
    }

    static PostgresqlConfig config(String database, PostgresqlServer... servers) {
        return PostgresqlConfig.of(new PostgresqlConfig.Server(
                        Arrays.stream(servers)
                                .map(server -> server.host() + ":" + server.port())
                                .toList(),
                        database,
                        "parley",
                        Secret.of(PASSWORD),
                        PostgresqlConfig.Tls.OFF))
                .withSweepPeriod(Duration.ofMillis(200));
    }

    /// In a schema of its own.
    static PostgresqlConfig freshSchema() {
        return config().withSchema(Fixtures.freshName());
    }

    static PostgresqlStorage open(PostgresqlConfig config) {
        return PostgresqlStorage.open(config, InstantSource.system(), new SecureRandom());
    }

    /// Ends a server and forgets its data.
    static void end(PostgresqlServer server, Path folder) {
        server.kill();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A transaction that has appended an event with the key `late`, and commits it when `proceed` is open.
    static boolean lateAppend(
            PostgresqlStorage storage, TenantId tenant, CountDownLatch appended, CountDownLatch proceed)
            throws SQLException {
        try (Connection connection = storage.connections().apart("test", Duration.ofSeconds(30))) {
            connection.setAutoCommit(false);
            OutboxSql.append(
                    connection,
                    storage.connections().config().schema(),
                    tenant,
                    List.of(Fixtures.event("things", "late", 1)));
            appended.countDown();
            Fixtures.awaitLatch(proceed);
            connection.commit();
            return true;
        }
    }

    /// Where a server that is not root can work.
    static Path freshFolder() {
        try {
            return Files.createTempDirectory("parley-postgresql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
