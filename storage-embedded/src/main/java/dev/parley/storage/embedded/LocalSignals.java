package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.signal.ListenerQueue;
import dev.parley.storage.signal.Signals;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/// Signals within the process.
public final class LocalSignals implements Signals {
    private static final int DISPATCHERS = 2;

    private final Map<Channel, List<ListenerQueue>> listeners = new ConcurrentHashMap<>();
    private final ExecutorService dispatchers = Executors.newFixedThreadPool(
            DISPATCHERS, Thread.ofPlatform().name("signals-", 0).daemon().factory());
    private volatile boolean closed;

    @Override
    public void publish(TenantId tenant, String channel, byte[] payload) {
        if (payload.length > MAX_SIGNAL_BYTES) {
            throw new IllegalArgumentException("signal of " + payload.length + " bytes");
        }
        List<ListenerQueue> current = listeners.get(new Channel(tenant, channel));
        if (current != null && !closed) {
            for (ListenerQueue listener : current) {
                listener.offer(payload);
            }
        }
    }

    @Override
    public Subscription subscribe(TenantId tenant, String channel, Consumer<byte[]> consumer) {
        check();
        Channel place = new Channel(tenant, channel);
        ListenerQueue listener = new ListenerQueue(channel, consumer, dispatchers);
        listeners.compute(place, (key, current) -> {
            List<ListenerQueue> all = current == null ? new CopyOnWriteArrayList<>() : current;
            all.add(listener);
            return all;
        });
        return () -> end(place, listener);
    }

    private void end(Channel place, ListenerQueue listener) {
        listeners.computeIfPresent(place, (key, current) -> {
            current.remove(listener);
            return current.isEmpty() ? null : current;
        });
        listener.end();
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
        listeners.values().forEach(all -> all.forEach(ListenerQueue::end));
        listeners.clear();
        dispatchers.close();
    }

    private record Channel(TenantId tenant, String name) {}
}
