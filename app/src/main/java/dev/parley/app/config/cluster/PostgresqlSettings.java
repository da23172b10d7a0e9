package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.postgresql.PostgresqlConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// PostgreSQL as the document store.
///
/// @param addresses `host:port` of the primary and its standbys, in any order
/// @param certificateAuthority PEM file; empty for the authorities of the system
/// @param connections of this process for transactions
/// @param readConnections of this process for reads outside of transactions
public record PostgresqlSettings(
        List<String> addresses,
        String database,
        String user,
        Secret password,
        String schema,
        PostgresqlConfig.TlsMode tls,
        Path certificateAuthority,
        int connections,
        int readConnections) {
    public static final PostgresqlSettings DEFAULTS = new PostgresqlSettings(
            List.of("127.0.0.1:5432"),
            "parley",
            "parley",
            Texts.NO_SECRET,
            "parley",
            PostgresqlConfig.TlsMode.DISABLE,
            Texts.NO_FILE,
            PostgresqlConfig.PoolSizes.DEFAULT.transactions(),
            PostgresqlConfig.PoolSizes.DEFAULT.reads());

    public PostgresqlSettings {
        addresses = List.copyOf(addresses);
        // Refused while the configuration is read rather than when the store is opened.
        config(addresses, database, user, password, schema, tls, certificateAuthority, connections, readConnections);
    }

    /// What the adapter takes.
    ///
    /// @param sweepPeriod between two removals of what expired
    public PostgresqlConfig config(Duration sweepPeriod) {
        return config(
                        addresses,
                        database,
                        user,
                        password,
                        schema,
                        tls,
                        certificateAuthority,
                        connections,
                        readConnections)
                .withSweepPeriod(sweepPeriod);
    }

    @SuppressWarnings("TooManyParameters") // the components, before there is a record
    private static PostgresqlConfig config(
            List<String> addresses,
            String database,
            String user,
            Secret password,
            String schema,
            PostgresqlConfig.TlsMode tls,
            Path certificateAuthority,
            int connections,
            int readConnections) {
        var trust = new PostgresqlConfig.Tls(tls, Texts.file(certificateAuthority));
        var server = new PostgresqlConfig.Server(addresses, database, user, password, trust);
        return PostgresqlConfig.of(server)
                .withSchema(schema)
                .withPools(new PostgresqlConfig.PoolSizes(connections, readConnections));
    }
}
