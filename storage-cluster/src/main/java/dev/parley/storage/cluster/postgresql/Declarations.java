package dev.parley.storage.cluster.postgresql;

import dev.parley.storage.document.Collection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Brings tables and indexes into being. Several processes may declare at once: who finds something missing takes
/// the lock of the schema and looks again.
///
/// On a table with documents indexes are built CONCURRENTLY, while others write. When that is cut short, PostgreSQL
/// leaves an invalid index behind, which is dropped and built again by the next who declares. An index of the same
/// name that was declared otherwise is dropped; one of a name that is declared no more stays, because a process of
/// the older version may still ask by it.
final class Declarations {
    private static final String COLUMNS =
            "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(?)" + " AND attnum > 0 AND NOT attisdropped";
    private static final String INDEXES = "SELECT c.relname, i.indisvalid FROM pg_index i"
            + " JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = to_regclass(?) AND NOT i.indisprimary";

    private final Connections connections;

    Declarations(Connections connections) {
        this.connections = connections;
    }

    /// @return the statements of each collection, in the same order
    List<DocumentSql> declare(List<Collection<?>> collections) {
        boolean complete = connections.read(connection -> {
            for (Collection<?> collection : collections) {
                if (!isComplete(connection, collection)) {
                    return false;
                }
            }
            return true;
        });
        if (!complete) {
            alone(connection -> {
                for (Collection<?> collection : collections) {
                    create(connection, collection);
                }
                return true;
            });
        }
        return connections.read(connection -> {
            List<DocumentSql> statements = new ArrayList<>();
            for (Collection<?> collection : collections) {
                statements.add(statements(connection, collection));
            }
            return statements;
        });
    }

    /// Runs work that changes the schema, one process at a time, on a connection of its own.
    <R> R alone(Connections.Work<R> work) {
        Duration patience = connections.config().timeouts().index();
        try (Connection connection = connections.apart("schema", patience)) {
            SessionLock.take(connection, Keys.of(connections.config().schema(), "schema"), patience);
            return work.run(connection);
        } catch (SQLException e) {
            throw PostgresqlFailure.ofStatement(e);
        }
    }

    private static boolean isComplete(Connection connection, Collection<?> collection) throws SQLException {
        DocumentSql sql = statements(connection, collection);
        Map<String, Boolean> existing = indexes(connection, collection);
        return !columns(connection, collection).isEmpty()
                && sql.indexes().keySet().stream().allMatch(name -> existing.getOrDefault(name, false))
                && outdated(sql, existing).isEmpty();
    }

    private static void create(Connection connection, Collection<?> collection) throws SQLException {
        String table = DocumentSql.table(collection);
        execute(connection, new DocumentSql(collection, Set.of()).createTable());
        boolean empty = isEmpty(connection, table);
        if (empty) {
            addColumns(connection, collection);
        }
        DocumentSql sql = statements(connection, collection);
        Map<String, Boolean> existing = indexes(connection, collection);
        for (String outdated : outdated(sql, existing)) {
            execute(connection, "DROP INDEX CONCURRENTLY \"" + outdated + "\"");
        }
        String concurrently = empty ? "" : "CONCURRENTLY ";
        for (Map.Entry<String, String> index : sql.indexes().entrySet()) {
            if (existing.getOrDefault(index.getKey(), false)) {
                continue;
            }
            if (existing.containsKey(index.getKey())) {
                execute(connection, "DROP INDEX CONCURRENTLY \"" + index.getKey() + "\"");
            }
            execute(connection, index.getValue().formatted(concurrently));
        }
    }

    /// Adds the columns of new indexes, where that costs nothing.
    private static void addColumns(Connection connection, Collection<?> collection) throws SQLException {
        Set<String> existing = columns(connection, collection);
        Map<String, String> missing = new LinkedHashMap<>(DocumentSql.generated(collection));
        missing.keySet().removeAll(existing);
        if (missing.isEmpty()) {
            return;
        }
        String table = DocumentSql.table(collection);
        connection.setAutoCommit(false);
        try {
            // Nobody may write while this waits for those who do.
            execute(connection, "SET LOCAL lock_timeout = '3s'");
            execute(connection, "LOCK TABLE " + table + " IN ACCESS EXCLUSIVE MODE");
            if (isEmpty(connection, table)) {
                for (Map.Entry<String, String> column : missing.entrySet()) {
                    String definition = DocumentSql.columnDefinition(column.getKey(), column.getValue());
                    execute(connection, "ALTER TABLE " + table + " ADD COLUMN " + definition);
                }
            }
            connection.commit();
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// Indexes of a name that is declared, with another definition.
    private static List<String> outdated(DocumentSql sql, Map<String, Boolean> existing) {
        Set<String> wanted = sql.indexes().keySet();
        Set<String> names = new HashSet<>();
        wanted.forEach(name -> names.add(DocumentSql.declaredName(name)));
        return existing.keySet().stream()
                .filter(name -> !wanted.contains(name) && names.contains(DocumentSql.declaredName(name)))
                .toList();
    }

    private static DocumentSql statements(Connection connection, Collection<?> collection) throws SQLException {
        Set<String> existing = columns(connection, collection);
        Set<String> withColumn = new HashSet<>(DocumentSql.generated(collection).keySet());
        withColumn.retainAll(existing);
        return new DocumentSql(collection, withColumn);
    }

    private static Set<String> columns(Connection connection, Collection<?> collection) throws SQLException {
        Set<String> columns = new HashSet<>();
        try (PreparedStatement statement = connection.prepareStatement(COLUMNS)) {
            statement.setString(1, DocumentSql.table(collection));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    columns.add(rows.getString(1));
                }
            }
        }
        return columns;
    }

    /// Name → whether it is valid.
    private static Map<String, Boolean> indexes(Connection connection, Collection<?> collection) throws SQLException {
        Map<String, Boolean> indexes = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(INDEXES)) {
            statement.setString(1, DocumentSql.table(collection));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    indexes.put(rows.getString(1), rows.getBoolean(2));
                }
            }
        }
        return indexes;
    }

    private static boolean isEmpty(Connection connection, String table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
            return !rows.next();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
