package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.migration.MigrationRefusedException;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The tables that the adapter needs besides those of collections, made in numbered steps. `PRAGMA user_version` is
/// the number that the file stands at; the table `parley_schema` says when each step was taken.
///
/// A step is a transaction, so that it is taken whole or not at all. The lock is that of the data folder.
public final class SqliteSchema {
    /// The steps of this version.
    public static final SqliteSchema CURRENT = new SqliteSchema(List.of(
            new Step(
                    1,
                    "documents and events",
                    Phase.EXPAND,
                    List.of(
                            "CREATE TABLE tenants(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
                            "CREATE TABLE topics(no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE)",
                            "CREATE TABLE events(position INTEGER PRIMARY KEY, tenant INTEGER NOT NULL,"
                                    + " appended_millis INTEGER NOT NULL, key TEXT NOT NULL, type TEXT NOT NULL,"
                                    + " payload BLOB NOT NULL)",
                            "CREATE TABLE event_groups(topic TEXT NOT NULL, name TEXT NOT NULL,"
                                    + " position INTEGER NOT NULL, PRIMARY KEY (topic, name)) WITHOUT ROWID"),
                    List.of()),
            new Step(
                    2,
                    "the time of each step",
                    Phase.EXPAND,
                    List.of("CREATE TABLE parley_schema(number INTEGER PRIMARY KEY, name TEXT NOT NULL,"
                            + " taken_millis INTEGER NOT NULL)"),
                    List.of("DROP TABLE parley_schema"))));

    /// The step since which times are kept.
    private static final int TIMES = 2;

    private final List<Step> all;

    SqliteSchema(List<Step> all) {
        this.all = List.copyOf(all);
    }

    /// Goes back to the end of step `number`, so that the version that ended there can open the file again.
    ///
    /// @param number at least 1: before that there is nothing
    /// @throws StoreUnavailableException when the file cannot be changed
    /// @throws SchemaTooNewException when it has steps that this version cannot take back
    public void goBack(Path file, int number) {
        if (number < 1) {
            throw new MigrationRefusedException("there is nothing before step 1");
        }
        try (SqliteSession session = SqliteSession.writing(file, 1 << 10)) {
            int at = requireKnown(session, file);
            for (int step = at; step > number; step--) {
                takeBack(session, all.get(step - 1));
            }
        } catch (SQLException e) {
            throw new StoreUnavailableException("cannot change " + file + ": " + e.getMessage(), e);
        }
    }

    /// Takes all steps that are missing, also those that take something away.
    ///
    /// @throws StoreUnavailableException when the file cannot be changed
    /// @throws SchemaTooNewException when a newer version has written it
    public void contract(Path file, InstantSource clock) {
        try (SqliteSession session = SqliteSession.writing(file, 1 << 10)) {
            goForward(session, file, clock, Phase.CONTRACT);
        } catch (SQLException e) {
            throw new StoreUnavailableException("cannot change " + file + ": " + e.getMessage(), e);
        }
    }

    /// Takes the steps that are missing, with [Phase#EXPAND] up to the first that takes something away.
    void goForward(SqliteSession session, Path file, InstantSource clock, Phase furthest) throws SQLException {
        int at = requireKnown(session, file);
        for (Step step : all.subList(at, all.size())) {
            if (step.phase.compareTo(furthest) > 0) {
                return; // For which somebody must ask.
            }
            take(session, step, clock.instant());
        }
    }

    /// All steps, in order.
    List<SchemaStep> steps(SqliteSession session) throws SQLException {
        int at = version(session);
        Map<Integer, Instant> times = new HashMap<>();
        if (at >= TIMES) {
            session.query(
                    "SELECT number, taken_millis FROM parley_schema",
                    row -> times.put(row.getInt(1), Instant.ofEpochMilli(row.getLong(2))) == null);
        }
        List<SchemaStep> steps = new ArrayList<>();
        for (Step step : all) {
            Optional<Instant> takenAt =
                    step.number <= at ? Optional.of(times.getOrDefault(step.number, Instant.EPOCH)) : Optional.empty();
            steps.add(new SchemaStep(step.number, step.name, step.phase, takenAt));
        }
        return steps;
    }

    private static void take(SqliteSession session, Step step, Instant now) throws SQLException {
        session.update("BEGIN IMMEDIATE");
        for (String statement : step.forward) {
            session.execute(statement);
        }
        session.execute("PRAGMA user_version = " + step.number);
        if (step.number >= TIMES) {
            session.update(
                    "INSERT INTO parley_schema(number, name, taken_millis) VALUES (?, ?, ?)",
                    step.number,
                    step.name,
                    now.toEpochMilli());
        }
        session.update("COMMIT");
    }

    private static void takeBack(SqliteSession session, Step step) throws SQLException {
        session.update("BEGIN IMMEDIATE");
        if (step.number > TIMES) {
            session.update("DELETE FROM parley_schema WHERE number = ?", step.number);
        }
        for (String statement : step.back) {
            session.execute(statement);
        }
        session.execute("PRAGMA user_version = " + (step.number - 1));
        session.update("COMMIT");
    }

    private int requireKnown(SqliteSession session, Path file) throws SQLException {
        int at = version(session);
        if (at > all.size()) {
            throw new SchemaTooNewException(file.toString(), at, all.size());
        }
        return at;
    }

    private static int version(SqliteSession session) throws SQLException {
        Long version = session.number("PRAGMA user_version");
        return version == null ? 0 : version.intValue();
    }

    /// @param back undoes `forward`; empty for the first
    record Step(int number, String name, Phase phase, List<String> forward, List<String> back) {}
}
