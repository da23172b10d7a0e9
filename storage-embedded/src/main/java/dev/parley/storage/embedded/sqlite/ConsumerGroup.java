package dev.parley.storage.embedded.sqlite;

import dev.parley.storage.event.Batching;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// A group's place in a topic. Its consumers take turns: one batch is handled at a time.
final class ConsumerGroup {
    private final SqliteDatabase database;
    private final String topic;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean busy;
    /// Something may be in the topic that was not looked at.
    private boolean news = true;

    ConsumerGroup(SqliteDatabase database, String topic, String name) {
        this.database = database;
        this.topic = topic;
        this.name = name;
    }

    String topic() {
        return topic;
    }

    @Override
    public String toString() {
        return topic + "/" + name;
    }

    /// Wakes whoever waits, because events were appended or a consumer is to end.
    void wake() {
        lock.lock();
        try {
            news = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there may be events and nobody else handles any. A turn taken is ended by [#endTurn].
    ///
    /// @return false when the consumer was closed
    boolean awaitTurn(GroupConsumer consumer) {
        lock.lock();
        try {
            while (!consumer.isClosing() && (busy || !news)) {
                changed.awaitUninterruptibly();
            }
            if (consumer.isClosing()) {
                return false;
            }
            busy = true;
            news = false;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// @param mayBeMore whether the topic was left with events that the group has not handled
    void endTurn(boolean mayBeMore) {
        lock.lock();
        try {
            busy = false;
            news |= mayBeMore;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Hands the next batch to `handler`, then stores how far the group came.
    ///
    /// @param pause waits for so long, or less when the consumer is to end
    /// @return false when there was nothing
    boolean handleNext(Batching batching, Consumer<Duration> pause, EventLog.EventHandler handler) throws Exception {
        List<EventTable.Stored> rows = next(batching);
        if (rows.isEmpty()) {
            return false;
        }
        Duration wait = untilDue(rows, batching);
        if (wait.isPositive()) {
            pause.accept(wait);
            rows = next(batching);
        }
        handle(rows, handler);
        return true;
    }

    private List<EventTable.Stored> next(Batching batching) {
        return database.readers().read(session -> {
            long offset = database.events().offset(session, topic, name);
            return database.events().read(session, topic, offset, batching.maxEvents());
        });
    }

    /// How long a batch may wait for more events, counted from its oldest.
    private Duration untilDue(List<EventTable.Stored> rows, Batching batching) {
        if (rows.size() >= batching.maxEvents()) {
            return Duration.ZERO;
        }
        // Never negative: a clock that was set back must not make it longer than the linger.
        long ageMillis = Math.max(0, database.clock().millis() - rows.getFirst().appendedMillis());
        return batching.linger().minusMillis(ageMillis);
    }

    private void handle(List<EventTable.Stored> rows, EventLog.EventHandler handler) throws Exception {
        List<StoredEvent> batch =
                database.readers().read(session -> database.events().named(session, rows));
        handler.handle(batch);
        long handled = rows.getLast().position();
        database.writer().run(session -> {
            database.events().storeOffset(session, topic, name, handled);
            return true;
        });
    }
}
