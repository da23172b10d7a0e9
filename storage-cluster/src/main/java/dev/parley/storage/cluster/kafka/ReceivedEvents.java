package dev.parley.storage.cluster.kafka;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.event.Batching;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Events that were received and not yet handed over. Bounded: [#isFull] says when to ask for no more. For one
/// thread.
///
/// Recognises repeats: the relay writes an event again when it crashed before it could forget it. The 10,000 events
/// received last are remembered per partition, for as long as the partition is ours. By what they are and not by
/// the order of their ids: after a store was restored from a backup, ids begin again below those that were seen.
final class ReceivedEvents {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedEvents.class);
    private static final long MAX_BYTES = 8 << 20;
    private static final int REMEMBERED_PER_PARTITION = 10_000;

    private final String topic;
    private final Batching batching;
    private final Deque<ReceivedEvent> waiting = new ArrayDeque<>();
    private final Map<TopicPartition, Set<Identity>> seen = new HashMap<>();
    private long bytes;

    ReceivedEvents(String topic, Batching batching) {
        this.topic = topic;
        this.batching = batching;
    }

    void add(ConsumerRecord<byte[], byte[]> record, long nowNanos) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        Optional<OutboxEvent> event = EventRecords.event(topic, record);
        if (event.isEmpty()) {
            LOG.warn("{} at {} is no event of ours and is passed over", partition, record.offset());
        }
        int size = Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
        waiting.add(new ReceivedEvent(
                partition,
                record.offset(),
                event.filter(each -> isFirst(partition, each)).map(EventRecords::stored),
                size,
                nowNanos));
        bytes += size;
    }

    /// Whether a batch and one more are there.
    boolean isFull() {
        return waiting.size() >= 2 * batching.maxEvents() || bytes >= 2 * MAX_BYTES;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    /// How long until a batch is to be handed over: zero when now. Nothing may be waiting only if [#isEmpty].
    Duration untilDue(long nowNanos) {
        if (waiting.size() >= batching.maxEvents() || bytes >= MAX_BYTES) {
            return Duration.ZERO;
        }
        long ageNanos = nowNanos - waiting.getFirst().receivedNanos();
        Duration left = batching.linger().minusNanos(ageNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    EventBatch take() {
        List<ReceivedEvent> taken = new ArrayList<>();
        long takenBytes = 0;
        while (!waiting.isEmpty() && taken.size() < batching.maxEvents() && takenBytes < MAX_BYTES) {
            ReceivedEvent next = waiting.removeFirst();
            takenBytes += next.bytes();
            taken.add(next);
        }
        bytes -= takenBytes;
        return new EventBatch(taken);
    }

    /// Forgets partitions, which are no longer ours.
    void drop(Collection<TopicPartition> partitions) {
        partitions.forEach(seen::remove);
        waiting.removeIf(each -> partitions.contains(each.partition()));
        bytes = waiting.stream().mapToLong(ReceivedEvent::bytes).sum();
    }

    private boolean isFirst(TopicPartition partition, OutboxEvent event) {
        return seen.computeIfAbsent(partition, missing -> Collections.newSetFromMap(new RecentEvents()))
                .add(new Identity(event.tenant(), event.event().key(), event.id()));
    }

    private record Identity(TenantId tenant, String key, long id) {}

    /// Forgets what came first.
    private static final class RecentEvents extends LinkedHashMap<Identity, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, Boolean> eldest) {
            return size() > REMEMBERED_PER_PARTITION;
        }
    }
}
