package dev.parley.storage.cluster.outbox;

import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// An outbox in memory, for what happens between it and Kafka. Several logs may have it open, as processes would.
public final class MemoryOutbox implements Outbox {
    private final Lock lock = new ReentrantLock();
    private final SortedMap<Long, OutboxEvent> kept = new TreeMap<>();
    private long lastId;
    private @Nullable Lead leader;

    @Override
    public void append(TenantId tenant, List<Event> events) {
        lock.lock();
        try {
            for (Event event : events) {
                kept.put(++lastId, new OutboxEvent(lastId, tenant, Instant.now(), event));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<OutboxEvent> oldest(int limit) {
        lock.lock();
        try {
            return kept.values().stream().limit(limit).toList();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void remove(List<OutboxEvent> relayed) {
        lock.lock();
        try {
            relayed.forEach(each -> kept.remove(each.id()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long waiting(String topic) {
        lock.lock();
        try {
            return kept.values().stream()
                    .filter(each -> each.event().topic().equals(topic))
                    .count();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<Lead> tryLead() {
        lock.lock();
        try {
            if (leader != null) {
                return Optional.empty();
            }
            leader = new MemoryLead();
            return Optional.of(leader);
        } finally {
            lock.unlock();
        }
    }

    /// Takes the lead from whoever has it, who does not notice.
    public void depose() {
        lock.lock();
        try {
            leader = null;
        } finally {
            lock.unlock();
        }
    }

    private final class MemoryLead implements Lead {
        @Override
        public boolean isHeld() {
            return true;
        }

        @Override
        public void close() {
            lock.lock();
            try {
                if (leader == this) {
                    leader = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
