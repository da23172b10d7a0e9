package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Work that waits for the writer thread, and the caller that waits for the work.
///
/// `QUEUED → RUNNING → DONE`, or `QUEUED → ABANDONED` when its caller gave up before it was begun, which is
/// the only way to give up without leaving the outcome unknown.
final class WriteTask<R extends @Nullable Object> {
    private enum State {
        QUEUED,
        RUNNING,
        DONE,
        ABANDONED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.QUEUED);
    private final SqliteWriter.Work<R> work;
    private final Thread caller = Thread.currentThread();
    private @Nullable R result;
    private @Nullable Throwable failure;

    WriteTask(SqliteWriter.Work<R> work) {
        this.work = work;
    }

    /// @return false when the caller has gone
    boolean begin() {
        return state.compareAndSet(State.QUEUED, State.RUNNING);
    }

    /// Runs the work, for the first time or again after a rollback.
    void run(SqliteSession session) throws Exception {
        failure = null;
        result = work.run(session);
    }

    void fail(Throwable cause) {
        failure = cause;
    }

    boolean failed() {
        return failure != null;
    }

    /// Wakes the caller. Result and failure are not changed any more.
    void complete() {
        state.set(State.DONE);
        LockSupport.unpark(caller);
    }

    /// Waits for the outcome, whatever interrupts: an interrupted caller too must learn what became of its
    /// write.
    ///
    /// @throws StoreUnavailableException when `patience` ends before the work was begun
    /// @throws AmbiguousCommitException when it ends while the work runs
    @SuppressWarnings("NullAway") // The result is null only when R is nullable.
    R await(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean interrupted = false;
        try {
            while (state.get() != State.DONE) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    giveUp(patience);
                    continue;
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (failure != null) {
            throw rethrown(failure);
        }
        return result;
    }

    private void giveUp(Duration patience) {
        if (state.compareAndSet(State.QUEUED, State.ABANDONED)) {
            throw new StoreUnavailableException("the writer did not begin within " + patience);
        }
        if (state.get() == State.RUNNING) {
            throw new AmbiguousCommitException(
                    "the writer did not end within " + patience, new IllegalStateException("the disk stalls"));
        }
    }

    private static RuntimeException rethrown(Throwable failure) {
        return switch (failure) {
            case RuntimeException e -> e;
            case Error e -> throw e;
            default -> new IllegalStateException("work throws no checked exceptions", failure);
        };
    }
}
