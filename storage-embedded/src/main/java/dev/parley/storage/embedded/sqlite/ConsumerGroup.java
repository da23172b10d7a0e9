package dev.parley.storage.embedded.sqlite;

import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// A group's place in a topic. Its consumers take turns: one batch is handled at a time.
final class ConsumerGroup {
    private static final int BATCH = 200;

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
    /// @return false when there was nothing
    boolean handleNext(EventLog.EventHandler handler) throws Exception {
        List<EventTable.Stored> rows = database.readers().read(session -> {
            long offset = database.events().offset(session, topic, name);
            return database.events().read(session, topic, offset, BATCH);
        });
        if (rows.isEmpty()) {
            return false;
        }
        List<StoredEvent> batch =
                database.readers().read(session -> database.events().named(session, rows));
        handler.handle(batch);
        long handled = rows.getLast().position();
        database.writer().run(session -> {
            database.events().storeOffset(session, topic, name, handled);
            return true;
        });
        return true;
    }
}
