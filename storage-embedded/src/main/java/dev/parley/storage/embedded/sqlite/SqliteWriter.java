package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.StoreUnavailableException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes.
///
/// Group commit, as in InnoDB and PostgreSQL, without artificial waiting: it takes all that is queued, runs
/// each caller's work inside one `BEGIN IMMEDIATE` transaction, commits once, which is one fsync, and then
/// completes all. While it does so the next callers queue up, so that batches grow with the load.
///
/// 1. Work that throws is undone and nothing else. A savepoint around each work costs up to a quarter of the
///    processor time, and hardly any work throws after it has written. So a batch runs without savepoints
///    until one does; then it is rolled back and run again with them, as are the next batches, so that a
///    caller who keeps failing costs the others no more than that quarter.
/// 2. When the engine fails, the whole batch is rolled back and every caller of it is told so.
/// 3. No caller hears of success, nor of a refusal that may rest on an earlier work of the same batch, before
///    the commit.
///
/// The thread ends only when it is closed: whatever is thrown fails the batch and not the thread.
final class SqliteWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteWriter.class);
    private static final int MAX_BATCH = 512;
    private static final int CAREFUL_BATCHES = 100;
    private static final Duration IDLE = Duration.ofSeconds(1);

    private final BlockingQueue<WriteTask<?>> queue;
    private final SqliteSession session;
    private final BatchListener listener;
    private final Duration patience;
    private final Thread thread;
    /// Batches still to be run in savepoints. Writer thread only.
    private int carefulBatches;
    private volatile boolean closing;

    /// @param queueLength callers that may wait; more are refused
    /// @param patience longest wait of a caller
    SqliteWriter(SqliteSession session, BatchListener listener, int queueLength, Duration patience) {
        this.session = session;
        this.listener = listener;
        this.patience = patience;
        this.queue = new ArrayBlockingQueue<>(queueLength);
        this.thread = Thread.ofPlatform().name("sqlite-writer").daemon().start(this::loop);
    }

    /// Runs `work` in a transaction and returns when that is durable.
    ///
    /// @throws StoreUnavailableException when nothing was done
    /// @throws dev.parley.core.problem.AmbiguousCommitException when the outcome is unknown
    <R extends @Nullable Object> R run(Work<R> work) {
        if (Thread.currentThread() == thread) {
            throw new IllegalStateException("a transaction called its store: that would wait for itself");
        }
        WriteTask<R> task = new WriteTask<>(work);
        if (closing) {
            throw closed();
        }
        if (!queue.offer(task)) {
            throw new StoreUnavailableException(queue.size() + " writes are waiting already");
        }
        if (closing && !thread.isAlive() && queue.remove(task)) {
            throw closed();
        }
        return task.await(patience);
    }

    boolean isCurrentThread() {
        return Thread.currentThread() == thread;
    }

    private void loop() {
        List<WriteTask<?>> batch = new ArrayList<>(MAX_BATCH);
        while (!closing || !queue.isEmpty()) {
            try {
                WriteTask<?> first = queue.poll(IDLE.toMillis(), TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                take(first, batch);
                runBatch(batch);
            } catch (Throwable e) {
                LOG.error("the writer met what it does not know", e);
                recover();
                batch.forEach(task -> task.fail(SqliteFailure.ofUnknown(e)));
            } finally {
                batch.forEach(WriteTask::complete);
                batch.clear();
            }
        }
    }

    private void take(WriteTask<?> first, List<WriteTask<?>> batch) {
        List<WriteTask<?>> waiting = new ArrayList<>(MAX_BATCH);
        waiting.add(first);
        queue.drainTo(waiting, MAX_BATCH - 1);
        for (WriteTask<?> task : waiting) {
            if (task.begin()) {
                batch.add(task);
            }
        }
    }

    private void runBatch(List<WriteTask<?>> batch) {
        try {
            session.update("BEGIN IMMEDIATE");
            if (carefulBatches > 0) {
                carefulBatches--;
                runInSavepoints(batch);
            } else if (!runTogether(batch)) {
                carefulBatches = CAREFUL_BATCHES;
                listener.rolledBack();
                session.update("ROLLBACK");
                session.update("BEGIN IMMEDIATE");
                runInSavepoints(batch);
            }
        } catch (SQLException e) {
            LOG.error("a batch of {} writes was rolled back", batch.size(), e);
            recover();
            batch.forEach(task -> task.fail(SqliteFailure.ofBatch(e)));
            return;
        }
        try {
            session.update("COMMIT");
        } catch (SQLException e) {
            LOG.error("the commit of {} writes failed", batch.size(), e);
            recover();
            batch.forEach(task -> task.fail(SqliteFailure.ofCommit(e)));
            return;
        }
        listener.committed();
    }

    /// @return false when some work threw after it had written, so that there is something to undo
    /// @throws SQLException when the engine failed and with it the batch
    private boolean runTogether(List<WriteTask<?>> batch) throws SQLException {
        for (WriteTask<?> task : batch) {
            long before = session.writes();
            runOrFail(task);
            if (task.failed() && session.writes() != before) {
                return false;
            }
        }
        return true;
    }

    private void runInSavepoints(List<WriteTask<?>> batch) throws SQLException {
        for (WriteTask<?> task : batch) {
            session.update("SAVEPOINT work");
            listener.savepoint();
            runOrFail(task);
            if (task.failed()) {
                session.update("ROLLBACK TO work");
                listener.rolledBackToSavepoint();
            }
            session.update("RELEASE work");
        }
    }

    private void runOrFail(WriteTask<?> task) throws SQLException {
        try {
            task.run(session);
        } catch (Throwable e) {
            if (outage(e) instanceof SQLException outage) {
                throw outage;
            }
            task.fail(e instanceof SQLException statement ? SqliteFailure.ofStatement(statement) : e);
        }
    }

    private static @Nullable SQLException outage(Throwable failure) {
        Throwable cause = failure instanceof StoreUnavailableException ? failure.getCause() : failure;
        return cause instanceof SQLException engine && SqliteFailure.isOutage(engine) ? engine : null;
    }

    /// After a failure of the engine.
    private void recover() {
        listener.rolledBack();
        session.recover();
    }

    private static StoreUnavailableException closed() {
        return new StoreUnavailableException("the store is closed");
    }

    /// Ends after the work that is queued.
    @Override
    public void close() {
        closing = true;
        // Wakes a writer that has nothing to do; one that has needs no waking.
        queue.offer(new WriteTask<>(nothing -> true));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What slipped in after the thread's last look at the queue.
        for (WriteTask<?> late = queue.poll(); late != null; late = queue.poll()) {
            late.fail(closed());
            late.complete();
        }
    }

    /// What a caller wants done on the writer's connection.
    @FunctionalInterface
    interface Work<R extends @Nullable Object> {
        R run(SqliteSession session) throws SQLException;
    }

    /// Hears, on the writer thread, what became of the batch.
    interface BatchListener {
        /// The work of the next caller begins.
        void savepoint();

        /// That caller's work was undone, and no other's.
        void rolledBackToSavepoint();

        void committed();

        /// The whole batch was undone.
        void rolledBack();
    }
}
