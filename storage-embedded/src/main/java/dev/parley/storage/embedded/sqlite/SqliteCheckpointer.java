package dev.parley.storage.embedded.sqlite;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Copies what the write-ahead log holds into the database, beside the writer.
///
/// Left to itself SQLite does this within a commit, for which all writers wait. A passive checkpoint on another
/// connection waits for nobody and nobody waits for it (<https://www.sqlite.org/wal.html> §3.1). Only the writer
/// can start the log again from its beginning, and it still does, at `wal_autocheckpoint` pages: there is little
/// left to copy by then.
final class SqliteCheckpointer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteCheckpointer.class);
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final int CACHE_KIBIBYTES = 1 << 10;

    private final SqliteSession session;
    private final AtomicBoolean written = new AtomicBoolean();
    /// Whether the last round failed: a full disk is told of once. On the executor's thread.
    private boolean failing;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sqlite-checkpointer").daemon().factory());

    SqliteCheckpointer(Path file) throws SQLException {
        this.session = SqliteSession.reading(file, CACHE_KIBIBYTES);
        executor.scheduleWithFixedDelay(this::checkpoint, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// Something was committed. From any thread.
    void written() {
        written.set(true);
    }

    private void checkpoint() {
        if (!written.getAndSet(false)) {
            return;
        }
        try {
            session.query("PRAGMA wal_checkpoint(PASSIVE)", row -> true);
            failing = false;
        } catch (SQLException | RuntimeException e) {
            if (!failing) {
                LOG.warn("the write-ahead log cannot be brought into the database; it grows until that works", e);
            }
            failing = true;
            written.set(true);
        }
    }

    /// Waits for a running round.
    @Override
    public void close() throws SQLException {
        executor.close();
        session.close();
    }
}
