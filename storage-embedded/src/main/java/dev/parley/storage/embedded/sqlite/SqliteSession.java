package dev.parley.storage.embedded.sqlite;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/// One connection to the database file with its prepared statements. Used by one thread at a time.
final class SqliteSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteSession.class);
    private static final int MAX_STATEMENTS = 512;
    private static final int BUSY_TIMEOUT_MILLIS = 5000;

    private final Connection connection;
    private long writes;
    private final Map<String, PreparedStatement> statements = new LinkedHashMap<>(64, 0.75f, true);

    private SqliteSession(Connection connection) {
        this.connection = connection;
    }

    /// @param cacheKibibytes upper bound of the page cache of this connection
    static SqliteSession writing(Path file, int cacheKibibytes) throws SQLException {
        SqliteSession session = open(file, SQLiteOpenMode.READWRITE, cacheKibibytes);
        session.execute("PRAGMA journal_mode = WAL");
        session.execute("PRAGMA synchronous = FULL");
        // A checkpoint writes every changed page once however often it changed: rare checkpoints write less.
        session.execute("PRAGMA wal_autocheckpoint = 20000");
        // What was deleted, keys among it, is overwritten with zeros and not only forgotten.
        session.execute("PRAGMA secure_delete = ON");
        session.takeTransactionsFromDriver();
        return session;
    }

    static SqliteSession reading(Path file, int cacheKibibytes) throws SQLException {
        // Not SQLITE_OPEN_READONLY: a reader has to take part in the shared memory of the write-ahead log.
        SqliteSession session = open(file, SQLiteOpenMode.READWRITE, cacheKibibytes);
        session.execute("PRAGMA query_only = ON");
        session.takeTransactionsFromDriver();
        return session;
    }

    private static SqliteSession open(Path file, SQLiteOpenMode mode, int cacheKibibytes) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setOpenMode(mode);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        // Else the driver runs a second statement after each insert.
        config.setGetGeneratedKeys(false);
        SqliteSession session = new SqliteSession(config.createConnection("jdbc:sqlite:" + file));
        try {
            session.execute("PRAGMA cache_size = -" + cacheKibibytes);
            session.execute("PRAGMA temp_store = MEMORY");
            // With memory-mapped reads a failing disk would end the process with SIGBUS instead of an error.
            session.execute("PRAGMA mmap_size = 0");
            // The schema is ours, never a stranger's.
            session.execute("PRAGMA trusted_schema = OFF");
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    /// In its automatic mode the driver tries a BEGIN before every statement, which costs more than most
    /// statements do. In the other mode it begins once, which is taken back here, and then leaves transactions
    /// to SQLite: a statement outside of BEGIN and COMMIT is one of its own.
    private void takeTransactionsFromDriver() throws SQLException {
        connection.setAutoCommit(false);
        execute("COMMIT");
    }

    /// Runs a statement that is not worth keeping.
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            writes++;
        }
    }

    /// Runs a prepared statement without a result.
    ///
    /// @return rows changed
    int update(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, arguments);
        int changed = statement.executeUpdate();
        writes++;
        return changed;
    }

    /// Brings the session back after a failure of the engine. A statement that failed halfway stays half run and
    /// would hold its transaction open, against every later one; so all statements are made anew, and what is open
    /// is undone.
    void recover() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException e) {
                LOG.debug("a statement that failed says so again", e);
            }
        }
        statements.clear();
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // After most outages SQLite has rolled back on its own; if not, the next BEGIN fails and says why.
            LOG.debug("nothing to roll back", e);
        }
    }

    /// Statements so far that may have changed something. One that failed has changed nothing.
    long writes() {
        return writes;
    }

    /// Runs a prepared query and hands every row to `reader`. The statement is reset before this returns, so
    /// that no snapshot stays open.
    void query(String sql, RowReader reader, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, arguments);
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next() && reader.read(rows)) {
                continue;
            }
        }
    }

    /// The single number that a query yields, or null when there is no row or it is NULL.
    @Nullable
    Long number(String sql, Object... arguments) throws SQLException {
        PreparedStatement statement = prepared(sql);
        bind(statement, arguments);
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                return null;
            }
            long value = rows.getLong(1);
            return rows.wasNull() ? null : value;
        }
    }

    private PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement statement = connection.prepareStatement(sql);
        statements.put(sql, statement);
        if (statements.size() > MAX_STATEMENTS) {
            var eldest = statements.entrySet().iterator().next();
            statements.remove(eldest.getKey());
            eldest.getValue().close();
        }
        return statement;
    }

    private static void bind(PreparedStatement statement, Object[] arguments) throws SQLException {
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                case byte[] bytes -> statement.setBytes(i + 1, bytes);
                case Boolean flag -> statement.setInt(i + 1, flag ? 1 : 0);
                default -> throw new IllegalStateException("never bound: " + arguments[i].getClass());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        for (PreparedStatement statement : statements.values()) {
            statement.close();
        }
        statements.clear();
        connection.close();
    }

    /// Takes one row.
    @FunctionalInterface
    interface RowReader {
        /// @return whether more rows are wanted
        boolean read(ResultSet row) throws SQLException;
    }
}
