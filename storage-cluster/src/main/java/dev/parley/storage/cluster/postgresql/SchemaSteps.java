package dev.parley.storage.cluster.postgresql;

import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What the store needs besides the tables of collections, in numbered steps: the resources
/// `schema/<number>-<name>.forward.sql`, each with its way back in `.back.sql`. The table `parley_schema` says
/// which were taken, and when.
final class SchemaSteps {
    private static final List<Step> STEPS =
            List.of(new Step(1, "documents", Phase.EXPAND), new Step(2, "outbox", Phase.EXPAND));

    private record Step(int number, String name, Phase phase) {
        String sql(String direction) {
            String resource = "schema/%04d-%s.%s.sql".formatted(number, name, direction);
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

    /// Takes the steps that are missing, each in a transaction of its own, with [Phase#EXPAND] up to the first that
    /// takes something away. One process at a time.
    ///
    /// @throws SchemaTooNewException when a newer version has taken something away. What it only added does no harm
    static void apply(Connection connection, String schema, Phase furthest) throws SQLException {
        requireUtf8(connection);
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + schema);
            statement.execute("CREATE TABLE IF NOT EXISTS parley_schema (number integer PRIMARY KEY,"
                    + " name text NOT NULL, phase text NOT NULL DEFAULT 'EXPAND',"
                    + " at timestamptz NOT NULL DEFAULT now())");
        }
        Map<Integer, Taken> taken = taken(connection);
        requireKnown(schema, taken);
        for (Step step : STEPS) {
            if (taken.containsKey(step.number)) {
                continue;
            }
            if (step.phase.compareTo(furthest) > 0) {
                return; // For which somebody must ask.
            }
            take(connection, step);
        }
    }

    /// All steps, in order.
    static List<SchemaStep> steps(Connection connection) throws SQLException {
        Map<Integer, Taken> taken = taken(connection);
        return STEPS.stream()
                .map(step -> new SchemaStep(
                        step.number,
                        step.name,
                        step.phase,
                        Optional.ofNullable(taken.get(step.number)).map(Taken::at)))
                .toList();
    }

    /// Takes steps back, the last one first, to the end of step `number`. One process at a time, and none that
    /// works.
    ///
    /// @throws SchemaTooNewException when there are steps that this version cannot take back
    static void goBack(Connection connection, String schema, int number) throws SQLException {
        Map<Integer, Taken> taken = taken(connection);
        int last = taken.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
        if (last > STEPS.size()) {
            throw new SchemaTooNewException("the schema " + schema, last, STEPS.size());
        }
        for (Step step : STEPS.reversed()) {
            if (step.number > number && taken.containsKey(step.number)) {
                run(connection, step.sql("back"), "DELETE FROM parley_schema WHERE number = ?", step.number);
            }
        }
    }

    private static void requireKnown(String schema, Map<Integer, Taken> taken) {
        taken.forEach((number, found) -> {
            if (number > STEPS.size() && found.phase == Phase.CONTRACT) {
                throw new SchemaTooNewException("the schema " + schema, number, STEPS.size());
            }
        });
    }

    private static void take(Connection connection, Step step) throws SQLException {
        run(
                connection,
                step.sql("forward"),
                "INSERT INTO parley_schema (number, name, phase) VALUES (?, ?, ?)",
                step.number,
                step.name,
                step.phase.name());
    }

    /// Changes the schema and the record of it in one transaction.
    private static void run(Connection connection, String change, String record, Object... arguments)
            throws SQLException {
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement();
                PreparedStatement recording = connection.prepareStatement(record)) {
            statement.execute(change);
            for (int i = 0; i < arguments.length; i++) {
                recording.setObject(i + 1, arguments[i]);
            }
            recording.executeUpdate();
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private record Taken(Phase phase, Instant at) {}

    private static Map<Integer, Taken> taken(Connection connection) throws SQLException {
        Map<Integer, Taken> taken = new TreeMap<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT number, phase, at FROM parley_schema")) {
            while (rows.next()) {
                Instant at = rows.getObject(3, OffsetDateTime.class).toInstant();
                taken.put(rows.getInt(1), new Taken(Phase.valueOf(rows.getString(2)), at));
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
