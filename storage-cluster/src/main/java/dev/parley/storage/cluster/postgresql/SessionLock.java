package dev.parley.storage.cluster.postgresql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// An advisory lock of a session, which the end of its connection ends as well.
final class SessionLock {
    private static final Duration POLL = Duration.ofMillis(50);

    private SessionLock() {}

    static boolean tryTake(Connection connection, long key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?)")) {
            statement.setLong(1, key);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /// Takes it by asking again and again: a session that waited for it inside PostgreSQL would hold a snapshot,
    /// for whose end CREATE INDEX CONCURRENTLY of the one who has the lock would wait in turn.
    static void take(Connection connection, long key, Duration patience) throws SQLException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (!tryTake(connection, key)) {
            if (System.nanoTime() > deadline) {
                throw new SQLTimeoutException("another process has been changing the schema for " + patience, "57014");
            }
            try {
                TimeUnit.NANOSECONDS.sleep(POLL.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new SQLTimeoutException("interrupted", "57014", e);
            }
        }
    }
}
