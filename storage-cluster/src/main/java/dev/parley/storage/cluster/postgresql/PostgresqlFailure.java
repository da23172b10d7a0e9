package dev.parley.storage.cluster.postgresql;

import dev.parley.core.problem.StoreUnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/// What an error of PostgreSQL means. Codes: PostgreSQL 15, appendix A.
final class PostgresqlFailure {
    private static final String SERIALIZATION_FAILURE = "40001";
    private static final String DEADLOCK_DETECTED = "40P01";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String QUERY_CANCELED = "57014";
    private static final String UNIQUE_VIOLATION = "23505";
    private static final String READ_ONLY = "25006";
    private static final String SILENT_IN_TRANSACTION = "25P03";
    private static final String PROGRAM_LIMIT = "54000";

    private PostgresqlFailure() {}

    /// Whether the same may succeed when it is tried again at once.
    static boolean isConflict(SQLException failure) {
        String state = state(failure);
        return state.equals(SERIALIZATION_FAILURE) || state.equals(DEADLOCK_DETECTED);
    }

    static boolean isDuplicate(SQLException failure) {
        return state(failure).equals(UNIQUE_VIOLATION);
    }

    /// Whether the connection is of no more use, because the server is gone, going or no longer the primary, or has
    /// given up on us.
    static boolean isLost(SQLException failure) {
        String state = state(failure);
        return state.startsWith("08")
                || state.startsWith("57P")
                || state.equals(READ_ONLY)
                || state.equals(SILENT_IN_TRANSACTION);
    }

    /// For a failure after which nothing was done.
    static RuntimeException ofStatement(SQLException failure) {
        String state = state(failure);
        if (isLost(failure)
                || failure instanceof SQLTransientConnectionException // no connection of the pool was free in time
                || isConflict(failure)
                || state.equals(LOCK_NOT_AVAILABLE)
                || state.equals(QUERY_CANCELED)
                || isShortage(state)) {
            return new StoreUnavailableException("PostgreSQL cannot answer: " + failure.getMessage(), failure);
        }
        if (state.equals(PROGRAM_LIMIT)) {
            return new IllegalArgumentException("too large for an index: " + failure.getMessage(), failure);
        }
        return new IllegalStateException("our own statement was refused: " + failure.getMessage(), failure);
    }

    /// Out of memory, disk or connections (class 53), an error of the system (58), damage (XX), a login refused
    /// (28).
    private static boolean isShortage(String state) {
        return state.startsWith("53") || state.startsWith("58") || state.startsWith("XX") || state.startsWith("28");
    }

    private static String state(SQLException failure) {
        @Nullable String state = failure.getSQLState();
        return state == null ? "" : state;
    }
}
