package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import java.sql.SQLException;

/// What an error of SQLite means to a caller. Codes: <https://www.sqlite.org/rescode.html>.
final class SqliteFailure {
    private static final int PRIMARY = 0xFF;
    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int READONLY = 8;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int CORRUPT = 11;
    private static final int FULL = 13;
    private static final int CANTOPEN = 14;
    private static final int PROTOCOL = 15;
    private static final int CONSTRAINT = 19;
    private static final int NOTADB = 26;

    private SqliteFailure() {}

    /// Whether the engine failed, rather than the statement: then SQLite may have rolled back on its own, and
    /// no other work of the same SQLite transaction can go on.
    static boolean isOutage(SQLException failure) {
        return switch (failure.getErrorCode() & PRIMARY) {
            case BUSY, LOCKED, NOMEM, READONLY, INTERRUPT, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB -> true;
            default -> false;
        };
    }

    static boolean isConstraint(SQLException failure) {
        return (failure.getErrorCode() & PRIMARY) == CONSTRAINT;
    }

    /// For a failure after which nothing was done.
    static RuntimeException ofStatement(SQLException failure) {
        if (isOutage(failure)) {
            return new StoreUnavailableException("the database cannot answer: " + failure.getMessage(), failure);
        }
        return new IllegalStateException("our own statement was refused: " + failure.getMessage(), failure);
    }

    /// For a batch that was rolled back as a whole before its commit.
    static RuntimeException ofBatch(SQLException failure) {
        return new StoreUnavailableException("rolled back: " + failure.getMessage(), failure);
    }

    /// For a COMMIT that failed and was rolled back.
    ///
    /// A full or busy database refuses before the frame that marks the commit is in the log. After any other
    /// error, that of an fsync above all, the frame may be on the disk and come alive in a recovery.
    static RuntimeException ofCommit(SQLException failure) {
        return switch (failure.getErrorCode() & PRIMARY) {
            case FULL, BUSY, LOCKED, NOMEM, READONLY ->
                new StoreUnavailableException("not committed: " + failure.getMessage(), failure);
            default -> new AmbiguousCommitException("commit failed: " + failure.getMessage(), failure);
        };
    }

    /// For what no rule foresaw, thrown by the writer itself at a place that is not known.
    static RuntimeException ofUnknown(Throwable failure) {
        return new AmbiguousCommitException("the writer failed: " + failure, failure);
    }
}
