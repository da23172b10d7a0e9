package dev.parley.storage.cluster.postgresql;

import dev.parley.core.secret.Secret;
import dev.parley.engines.PostgresqlServer;
import dev.parley.storage.contract.Fixtures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;

/// A server for all tests of this JVM, and stores on it.
final class PostgresqlFixture {
    static final String PASSWORD = "plainly-fake";

    private PostgresqlFixture() {}

    /// Started at the first use. Its database sorts text as people do, so that nothing relies on a kinder one.
    private static final class Shared {
        static final PostgresqlServer SERVER = start();

        private static PostgresqlServer start() {
            PostgresqlServer server = PostgresqlServer.start(
                    freshFolder(), PostgresqlServer.Settings.of(PASSWORD).withoutFsync());
            server.sql("CREATE DATABASE people OWNER parley TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en-US'");
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        }
    }

    static PostgresqlServer server() {
        return Shared.SERVER;
    }

    /// In the shared database and schema.
    static PostgresqlConfig config() {
        return config("people", Shared.SERVER);
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

    /// Where a server that is not root can work.
    static Path freshFolder() {
        try {
            return Files.createTempDirectory("parley-postgresql");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
