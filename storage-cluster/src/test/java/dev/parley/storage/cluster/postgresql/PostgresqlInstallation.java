package dev.parley.storage.cluster.postgresql;

/// Stores on the shared server, for the tests of what works together with them.
public final class PostgresqlInstallation {
    private PostgresqlInstallation() {}

    /// @param schema of the installation
    public static PostgresqlStorage open(String schema) {
        return PostgresqlFixture.open(PostgresqlFixture.config().withSchema(schema));
    }
}
