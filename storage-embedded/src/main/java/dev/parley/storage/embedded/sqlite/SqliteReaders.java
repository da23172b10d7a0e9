package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.StoreUnavailableException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A bounded pool of connections that read, each query on a snapshot of its own. The last returned is the
/// first taken: its cache is the warmest.
final class SqliteReaders implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteReaders.class);
    private static final int CACHE_KIBIBYTES = 16 << 10;

    private final Path file;
    private final int size;
    private final Duration patience;
    private final Semaphore permits;
    private final ConcurrentLinkedDeque<SqliteSession> idle = new ConcurrentLinkedDeque<>();
    private volatile boolean closed;

    /// @param patience longest wait for a free connection
    SqliteReaders(Path file, int size, Duration patience) {
        this.file = file;
        this.size = size;
        this.patience = patience;
        this.permits = new Semaphore(size);
    }

    /// Runs `query` on the current thread.
    ///
    /// @throws StoreUnavailableException when no connection becomes free in time, or the engine fails
    <R> R read(Query<R> query) {
        acquire();
        try {
            SqliteSession session = take();
            try {
                R result = query.run(session);
                idle.push(session);
                return result;
            } catch (SQLException e) {
                discard(session);
                throw SqliteFailure.ofStatement(e);
            } catch (Throwable e) {
                idle.push(session);
                throw e;
            }
        } finally {
            permits.release();
        }
    }

    private void acquire() {
        boolean acquired;
        try {
            acquired = permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting to read", e);
        }
        if (!acquired) {
            throw new StoreUnavailableException("all " + size + " readers were busy for " + patience);
        }
        if (closed) {
            permits.release();
            throw new StoreUnavailableException("the store is closed");
        }
    }

    private SqliteSession take() {
        SqliteSession session = idle.poll();
        if (session != null) {
            return session;
        }
        try {
            return SqliteSession.reading(file, CACHE_KIBIBYTES);
        } catch (SQLException e) {
            throw SqliteFailure.ofStatement(e);
        }
    }

    private static void discard(SqliteSession session) {
        try {
            session.close();
        } catch (SQLException e) {
            LOG.debug("a broken connection would not close", e);
        }
    }

    /// Waits for running reads.
    @Override
    public void close() {
        closed = true;
        permits.acquireUninterruptibly(size);
        for (SqliteSession session = idle.poll(); session != null; session = idle.poll()) {
            discard(session);
        }
        permits.release(size);
    }

    /// What is read.
    @FunctionalInterface
    interface Query<R> {
        R run(SqliteSession session) throws SQLException;
    }
}
