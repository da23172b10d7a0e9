package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.signal.Signals;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signals within the process. Each listener has a bounded queue; a few threads empty the queues, each queue
/// by one thread at a time, which keeps the order. A full queue drops what comes next.
public final class LocalSignals implements Signals {
    private static final Logger LOG = LoggerFactory.getLogger(LocalSignals.class);
    private static final int DISPATCHERS = 2;
    private static final int QUEUE_LENGTH = 4096;
    /// Signals handed over before the other listeners of the same dispatcher get their turn.
    private static final int SLICE = 128;

    private final Map<Channel, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final ExecutorService dispatchers = Executors.newFixedThreadPool(
            DISPATCHERS, Thread.ofPlatform().name("signals-", 0).daemon().factory());
    private volatile boolean closed;

    @Override
    public void publish(TenantId tenant, String channel, byte[] payload) {
        if (payload.length > MAX_SIGNAL_BYTES) {
            throw new IllegalArgumentException("signal of " + payload.length + " bytes");
        }
        List<Listener> current = listeners.get(new Channel(tenant, channel));
        if (current != null && !closed) {
            for (Listener listener : current) {
                listener.offer(payload);
            }
        }
    }

    @Override
    public Subscription subscribe(TenantId tenant, String channel, Consumer<byte[]> consumer) {
        check();
        Listener listener = new Listener(new Channel(tenant, channel), consumer);
        listeners.compute(listener.channel, (key, current) -> {
            List<Listener> all = current == null ? new CopyOnWriteArrayList<>() : current;
            all.add(listener);
            return all;
        });
        return listener;
    }

    @Override
    public void check() {
        if (closed) {
            throw new StoreUnavailableException("the signals are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        listeners.values().forEach(channel -> channel.forEach(Listener::close));
        dispatchers.close();
    }

    private record Channel(TenantId tenant, String name) {}

    /// A subscriber and what it has not heard yet.
    private final class Listener implements Subscription, Runnable {
        private final Channel channel;
        private final Consumer<byte[]> consumer;
        private final Queue<byte[]> waiting = new ArrayDeque<>();
        /// Held while the consumer runs, so that closing can wait for its end.
        private final ReentrantLock delivering = new ReentrantLock();
        private boolean scheduled;
        private boolean dropping;
        private volatile boolean ended;

        Listener(Channel channel, Consumer<byte[]> consumer) {
            this.channel = channel;
            this.consumer = consumer;
        }

        void offer(byte[] payload) {
            boolean schedule;
            synchronized (waiting) {
                if (ended || isFull()) {
                    return;
                }
                waiting.add(payload);
                schedule = !scheduled;
                scheduled = true;
            }
            if (schedule) {
                schedule();
            }
        }

        private boolean isFull() {
            boolean full = waiting.size() >= QUEUE_LENGTH;
            if (full && !dropping) {
                LOG.warn("a listener on {} falls behind: signals to it are dropped", channel.name);
            }
            dropping = full;
            return full;
        }

        private void schedule() {
            try {
                dispatchers.execute(this);
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
            }
            if (payload == null || ended) {
                return false;
            }
            try {
                consumer.accept(payload);
            } catch (Throwable e) {
                LOG.warn("a listener on {} failed; it hears the next signal", channel.name, e);
            }
            return true;
        }

        @Override
        public void close() {
            if (delivering.isHeldByCurrentThread()) {
                throw new IllegalStateException("a listener cannot close its own subscription");
            }
            ended = true;
            listeners.computeIfPresent(channel, (key, current) -> {
                current.remove(this);
                return current.isEmpty() ? null : current;
            });
            synchronized (waiting) {
                waiting.clear();
            }
            // Waits for a delivery that runs now.
            delivering.lock();
            delivering.unlock();
        }
    }
}
