package dev.parley.socket;

import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls that may block, on virtual threads, so many at a time; their outcome comes back as a task of the event
/// loop that asked.
final class Background implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Background.class);
    private static final int AT_A_TIME = 64;

    private final Semaphore permits = new Semaphore(AT_A_TIME);
    private final ExecutorService threads;

    Background(String name) {
        threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 0).factory());
    }

    /// @param owner where one of the two outcomes is told
    <T> void call(EventExecutor owner, Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        run(() -> {
            Runnable outcome;
            try {
                permits.acquire();
                try {
                    T result = work.call();
                    outcome = () -> done.accept(result);
                } finally {
                    permits.release();
                }
            } catch (InterruptedException e) {
                return; // Only closing interrupts.
            } catch (Exception e) {
                outcome = () -> failed.accept(e);
            }
            hand(owner, outcome);
        });
    }

    /// Runs `work`, whose outcome nobody waits for.
    void run(Runnable work) {
        try {
            threads.execute(work);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed: nothing is started any more", e);
        }
    }

    /// Gives the owner of some state a task; nothing when it has ended, for then nobody waits for it.
    static void hand(EventExecutor owner, Runnable outcome) {
        try {
            owner.execute(outcome);
        } catch (RejectedExecutionException e) {
            LOG.debug("the event loop has ended: nobody waits for this", e);
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
