package dev.parley.storage.cluster.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs one task again and again on a thread of its own, at once when woken.
final class Heartbeat implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Heartbeat.class);

    private final Duration period;
    private final Runnable task;
    private final Thread thread;
    private final Semaphore wake = new Semaphore(0);
    private final CountDownLatch firstDone = new CountDownLatch(1);
    private volatile boolean closed;

    Heartbeat(String name, Duration period, Runnable task) {
        this.period = period;
        this.task = task;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    /// Starts, and waits for the end of the first run.
    void start(Duration patience) {
        thread.start();
        try {
            if (!firstDone.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.debug("{} takes its time", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Runs the task soon.
    void wake() {
        wake.release();
    }

    private void run() {
        while (!closed) {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.warn("{} failed; it goes on", thread.getName(), e);
            }
            firstDone.countDown();
            pause();
        }
    }

    private void pause() {
        try {
            if (wake.tryAcquire(period.toNanos(), TimeUnit.NANOSECONDS)) {
                wake.drainPermits();
            }
        } catch (InterruptedException e) {
            // Only close() interrupts.
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the repetition and waits for a run under way. Idempotent.
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
