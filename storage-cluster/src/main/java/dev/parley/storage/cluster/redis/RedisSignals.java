package dev.parley.storage.cluster.redis;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.signal.ListenerQueue;
import dev.parley.storage.signal.Signals;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Signals through Redis pub/sub: sharded in a cluster, where each channel is spoken on the node of its slot.
///
/// Listeners in the publishing process are told directly, and hear each other whether Redis answers or not. What
/// goes through Redis carries the number of the process that published it, which does not listen to its own echo:
/// so nobody hears a signal twice.
///
/// On the wire: channel `<prefix>s:{<tenant>}:<channel>`; eight bytes of the publisher's number, then the payload.
public final class RedisSignals implements Signals {
    private static final int DISPATCHERS = 2;
    private static final int MAX_BYTES_UNDER_WAY = 16 << 20;
    /// Leaves room for the heartbeat among the commands that a connection takes.
    private static final int MAX_SIGNALS_UNDER_WAY = Commands.MAX_UNDER_WAY / 2;

    private final RedisConnections connections;
    private final long self;
    private final CommandLink link;
    private final PubSub pubSub;
    private final Map<String, List<ListenerQueue>> listeners = new ConcurrentHashMap<>();
    private final AtomicLong bytesUnderWay = new AtomicLong();
    private final AtomicInteger signalsUnderWay = new AtomicInteger();
    private final ExecutorService dispatchers = Executors.newFixedThreadPool(
            DISPATCHERS, Thread.ofPlatform().name("redis-signals-", 0).daemon().factory());
    private volatile boolean closed;

    /// Connects, and returns when it is connected or the time for that is over: without Redis it begins with the
    /// listeners of this process.
    ///
    /// @param random gives this process its number
    public RedisSignals(RedisConnections connections, RandomGenerator random) {
        this.connections = connections;
        this.self = random.nextLong();
        this.link = new CommandLink(connections, "signals", () -> {});
        this.pubSub = new PubSub(connections, "signals", new Ear());
        link.start();
        pubSub.start();
    }

    @Override
    public void publish(TenantId tenant, String channel, byte[] payload) {
        if (payload.length > MAX_SIGNAL_BYTES) {
            throw new IllegalArgumentException("signal of " + payload.length + " bytes");
        }
        if (closed) {
            return;
        }
        String place = place(tenant, channel);
        deliver(place, payload);
        send(place, payload);
    }

    /// Drops the signal when Redis is away or has enough to do.
    private void send(String place, byte[] payload) {
        int length = Long.BYTES + payload.length;
        if (!begin(length)) {
            return;
        }
        byte[] message = ByteBuffer.allocate(length).putLong(self).put(payload).array();
        link.send(commands -> commands.publish(place, message)).whenComplete((receivers, failure) -> end(length));
    }

    private boolean begin(int bytes) {
        boolean signalFits = signalsUnderWay.incrementAndGet() <= MAX_SIGNALS_UNDER_WAY;
        boolean bytesFit = bytesUnderWay.addAndGet(bytes) <= MAX_BYTES_UNDER_WAY;
        if (!signalFits || !bytesFit) {
            end(bytes);
        }
        return signalFits && bytesFit;
    }

    private void end(int bytes) {
        signalsUnderWay.decrementAndGet();
        bytesUnderWay.addAndGet(-bytes);
    }

    private boolean deliver(String place, byte[] payload) {
        List<ListenerQueue> current = listeners.get(place);
        if (current == null) {
            return false;
        }
        for (ListenerQueue listener : current) {
            listener.offer(payload);
        }
        return true;
    }

    /// Returns when Redis has confirmed the subscription, or did not in time: then it will as soon as it can.
    @Override
    public Subscription subscribe(TenantId tenant, String channel, Consumer<byte[]> consumer) {
        requireOpen();
        String place = place(tenant, channel);
        ListenerQueue listener = new ListenerQueue(place, consumer, dispatchers);
        AtomicReference<CompletionStage<?>> heard = new AtomicReference<>(CompletableFuture.completedFuture(null));
        listeners.compute(place, (key, current) -> {
            List<ListenerQueue> all = current == null ? new CopyOnWriteArrayList<>() : current;
            all.add(listener);
            heard.set(pubSub.want(key));
            return all;
        });
        Waits.succeeds(
                Objects.requireNonNull(heard.get()),
                connections.config().timeouts().connect());
        return () -> end(place, listener);
    }

    private void end(String place, ListenerQueue listener) {
        listeners.computeIfPresent(place, (key, current) -> {
            if (current.remove(listener) && current.isEmpty()) {
                pubSub.unwant(key);
                return null;
            }
            return current;
        });
        listener.end();
    }

    private String place(TenantId tenant, String channel) {
        return connections.config().prefix() + "s:{" + tenant + "}:" + channel;
    }

    @Override
    public void check() {
        requireOpen();
        link.check();
        pubSub.check();
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the signals are closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        link.close();
        pubSub.close();
        listeners.values().forEach(all -> all.forEach(ListenerQueue::end));
        listeners.clear();
        dispatchers.close();
    }

    private final class Ear implements PubSub.Ear {
        @Override
        public boolean heard(String channel, byte[] message) {
            if (message.length < Long.BYTES) {
                return listeners.containsKey(channel);
            }
            ByteBuffer read = ByteBuffer.wrap(message);
            if (read.getLong() == self) {
                return listeners.containsKey(channel);
            }
            byte[] payload = new byte[read.remaining()];
            read.get(payload);
            return deliver(channel, payload);
        }

        @Override
        public void hearing(String channel) {}

        @Override
        public void deaf(String channel) {}
    }
}
