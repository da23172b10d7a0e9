package dev.parley.storage.embedded.sqlite;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Events in the same SQLite file as the documents. One order for all keys of a topic; consumers wake on the
/// commit.
public final class SqliteEventLog implements EventLog {
    private static final int SWEEP_BATCH = 1000;

    private final SqliteDatabase database;
    private final Duration retention;
    private final Map<String, ConsumerGroup> groups = new ConcurrentHashMap<>();
    private final Set<GroupConsumer> consumers = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /// @param database stays open when this is closed
    /// @param retention how long events are kept, consumed or not
    public SqliteEventLog(SqliteDatabase database, Duration retention) {
        this.database = database;
        this.retention = retention;
        database.onAppend(this::wake);
    }

    @Override
    public void append(TenantId tenant, List<Event> events) {
        requireOpen();
        database.writer().run(session -> {
            long number = database.tenants().numberOf(session, tenant.value());
            for (Event event : events) {
                database.events().append(session, number, event);
            }
            return true;
        });
    }

    @Override
    public Subscription consume(String topic, String group, Batching batching, EventHandler handler) {
        requireOpen();
        // Topics have no `/`, so no two pairs share a key.
        ConsumerGroup place =
                groups.computeIfAbsent(topic + "/" + group, missing -> new ConsumerGroup(database, topic, group));
        GroupConsumer consumer = new GroupConsumer(place, batching, handler, consumers::remove);
        consumers.add(consumer);
        return consumer.start();
    }

    @Override
    public long lag(String topic, String group) {
        requireOpen();
        return database.readers().read(session -> database.events().lag(session, topic, group));
    }

    @Override
    public void check() {
        requireOpen();
        database.check();
    }

    @Override
    public void close() {
        closed = true;
        consumers.forEach(GroupConsumer::close);
        database.drain();
    }

    /// Removes events older than the retention, a batch per transaction so that other writers get their turn.
    void sweep() {
        int removed = SWEEP_BATCH;
        while (removed >= SWEEP_BATCH && !closed) {
            removed = database.writer()
                    .run(session -> database.events()
                            .sweep(session, database.clock().instant().minus(retention), SWEEP_BATCH));
        }
    }

    private void wake(Set<String> topics) {
        for (ConsumerGroup group : groups.values()) {
            if (topics.contains(group.topic())) {
                group.wake();
            }
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the event log is closed");
        }
    }
}
