package dev.parley.storage.cluster.postgresql;

import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts who is inside, lets nobody in any more once it is closed, and waits for those who are.
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    private int inside;
    private boolean closed;

    /// @throws StoreUnavailableException when it is closed
    void enter() {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailableException("the document store is closed");
            }
            inside++;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            inside--;
            if (inside == 0) {
                emptied.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /// @return whether all left in time
    boolean close(Duration patience) {
        lock.lock();
        try {
            closed = true;
            long left = patience.toNanos();
            while (inside > 0 && left > 0) {
                left = emptied.awaitNanos(left);
            }
            return inside == 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
