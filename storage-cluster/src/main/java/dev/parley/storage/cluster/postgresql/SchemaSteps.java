package dev.parley.storage.cluster.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the store needs besides the tables of collections, in numbered steps: the resources
/// `schema/<number>-<name>.forward.sql`, each with its way back in `.back.sql`. The table `parley_schema` says
/// which were taken.
final class SchemaSteps {
    private static final List<Step> STEPS = List.of(new Step(1, "documents"), new Step(2, "outbox"));

    private record Step(int number, String name) {
        String forward() {
            String resource = "schema/%04d-%s.forward.sql".formatted(number, name);
            try (InputStream in = SchemaSteps.class.getResourceAsStream(resource)) {
                if (in == null) {
                    throw new IllegalStateException("not in the jar: " + resource);
                }
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private SchemaSteps() {}

    /// Takes the steps that are missing, each in a transaction of its own. One process at a time.
    static void apply(Connection connection, String schema) throws SQLException {
        requireUtf8(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            statement.execute("CREATE TABLE IF NOT EXISTS parley_schema (number integer PRIMARY KEY,"
                    + " name text NOT NULL, at timestamptz NOT NULL DEFAULT now())");
        }
        Set<Integer> taken = taken(connection);
        for (Step step : STEPS) {
            if (!taken.contains(step.number)) {
                take(connection, step);
            }
        }
    }

    private static void take(Connection connection, Step step) throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                PreparedStatement record =
                        connection.prepareStatement("INSERT INTO parley_schema (number, name) VALUES (?, ?)")) {
            statement.execute(step.forward());
            record.setInt(1, step.number);
            record.setString(2, step.name);
            record.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private static Set<Integer> taken(Connection connection) throws SQLException {
        Set<Integer> taken = new HashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number FROM parley_schema")) {
            while (rows.next()) {
                taken.add(rows.getInt(1));
            }
        }
        return taken;
    }

    private static void requireUtf8(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SHOW server_encoding")) {
            rows.next();
            if (!rows.getString(1).equals("UTF8")) {
                throw new IllegalStateException("the database must have the encoding UTF8, not " + rows.getString(1));
            }
        }
    }
}
