package dev.parley.storage.cluster.kafka;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxRelay;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Events in Kafka, which get there through the outbox of the document store.
///
/// Durable when the document store has them: while Kafka is away, events wait in the outbox and nothing is refused.
/// One process of the installation relays them, another takes over when it dies.
public final class KafkaEventLog implements EventLog {
    private final Outbox outbox;
    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final KafkaLag lag;
    private final OutboxRelay relay;
    private final Set<KafkaGroupConsumer> consumers = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean closed;

    private KafkaEventLog(KafkaConfig config, Outbox outbox) {
        this.outbox = outbox;
        this.clients = new KafkaClients(config);
        this.topics = new KafkaTopics(clients);
        this.lag = new KafkaLag(clients, topics, outbox);
        this.relay = OutboxRelay.start(outbox, new KafkaSink(clients, topics));
    }

    /// Needs no broker: it goes to work as soon as one answers.
    ///
    /// @param outbox of the document store, which stays open for longer than this
    public static KafkaEventLog open(KafkaConfig config, Outbox outbox) {
        return new KafkaEventLog(config, outbox);
    }

    @Override
    public void append(TenantId tenant, List<Event> events) {
        requireOpen();
        if (!events.isEmpty()) {
            outbox.append(tenant, events);
            relay.wake();
        }
    }

    @Override
    public Subscription consume(String topic, String group, Batching batching, EventHandler handler) {
        lock.lock();
        try {
            requireOpen();
            KafkaGroupConsumer consumer = new KafkaGroupConsumer(
                    topics,
                    clients,
                    new KafkaGroupConsumer.Membership(topic, groupName(topic, group), batching),
                    handler,
                    consumers::remove);
            consumers.add(consumer);
            return consumer.start();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long lag(String topic, String group) {
        requireOpen();
        return lag.count(topic, groupName(topic, group));
    }

    @Override
    public void check() {
        requireOpen();
        topics.check();
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
        } finally {
            lock.unlock();
        }
        // Together: each waits for its handler and says goodbye to a broker.
        List<Thread> closers = consumers.stream()
                .map(consumer -> Thread.startVirtualThread(consumer::close))
                .toList();
        closers.forEach(KafkaEventLog::join);
        relay.close();
        lag.close();
        topics.close();
    }

    private String groupName(String topic, String group) {
        return clients.config().prefix() + group + "." + topic;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the event log is closed");
        }
    }

    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
