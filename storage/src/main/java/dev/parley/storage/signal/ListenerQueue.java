package dev.parley.storage.signal;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A listener and what it has not heard yet, bounded. A few threads empty all queues, each queue by one thread at a
/// time, which keeps the order. A full queue drops what comes next.
public final class ListenerQueue implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerQueue.class);
    private static final int MAX_SIGNALS = 4096;
    private static final int MAX_BYTES = 16 << 20;
    /// Signals handed over before the other listeners of the same thread get their turn.
    private static final int SLICE = 128;

    private final String channel;
    private final Consumer<byte[]> consumer;
    private final Executor executor;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    /// Held while the consumer runs, so that closing can wait for its end.
    private final ReentrantLock delivering = new ReentrantLock();

    private int waitingBytes;
    private boolean scheduled;
    private boolean dropping;
    private volatile boolean ended;

    /// @param channel for the log
    public ListenerQueue(String channel, Consumer<byte[]> consumer, Executor executor) {
        this.channel = channel;
        this.consumer = consumer;
        this.executor = executor;
    }

    /// Returns at once, whether it will be heard or not.
    public void offer(byte[] payload) {
        boolean schedule;
        synchronized (waiting) {
            if (ended || isFull(payload)) {
                return;
            }
            waiting.add(payload);
            waitingBytes += payload.length;
            schedule = !scheduled;
            scheduled = true;
        }
        if (schedule) {
            schedule();
        }
    }

    private boolean isFull(byte[] payload) {
        boolean full = waiting.size() >= MAX_SIGNALS || waitingBytes + payload.length > MAX_BYTES;
        if (full && !dropping) {
            LOG.warn("a listener on {} falls behind: signals to it are dropped", channel);
        }
        dropping = full;
        return full;
    }

    private void schedule() {
        try {
            executor.execute(this);
        } catch (RejectedExecutionException e) {
            LOG.debug("closed while publishing: nobody hears", e);
        }
    }

    @Override
    public void run() {
        delivering.lock();
        try {
            for (int i = 0; i < SLICE && deliverNext(); i++) {
                continue;
            }
        } finally {
            delivering.unlock();
        }
        synchronized (waiting) {
            scheduled = !waiting.isEmpty();
            if (!scheduled) {
                return;
            }
        }
        schedule();
    }

    private boolean deliverNext() {
        byte[] payload;
        synchronized (waiting) {
            payload = waiting.poll();
            waitingBytes -= payload == null ? 0 : payload.length;
        }
        if (payload == null || ended) {
            return false;
        }
        try {
            consumer.accept(payload);
        } catch (Throwable e) {
            LOG.warn("a listener on {} failed; it hears the next signal", channel, e);
        }
        return true;
    }

    /// Ends the delivery, and waits for one that runs now.
    ///
    /// @throws IllegalStateException when the listener calls this
    public void end() {
        if (delivering.isHeldByCurrentThread()) {
            throw new IllegalStateException("a listener cannot close its own subscription");
        }
        ended = true;
        synchronized (waiting) {
            waiting.clear();
            waitingBytes = 0;
        }
        delivering.lock();
        delivering.unlock();
    }
}
