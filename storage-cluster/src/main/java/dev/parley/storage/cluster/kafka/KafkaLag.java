package dev.parley.storage.cluster.kafka;

import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.jspecify.annotations.Nullable;

/// Counts the events that a group has not handled: those in the outbox and those in Kafka.
///
/// Offsets alone count too much, since each transaction leaves a marker in every partition it wrote to, and an
/// event between its commit in Kafka and its removal from the outbox is in both. So a short way is counted by
/// reading it; for one longer than 1,000 offsets the distance is answered, which is then too large by the markers.
final class KafkaLag implements AutoCloseable {
    private static final int COUNTED_OFFSETS = 1_000;
    private static final int TRIES = 3;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

    private final KafkaClients clients;
    private final KafkaTopics topics;
    private final Outbox outbox;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable KafkaConsumer<byte[], byte[]> reader;

    KafkaLag(KafkaClients clients, KafkaTopics topics, Outbox outbox) {
        this.clients = clients;
        this.topics = topics;
        this.outbox = outbox;
    }

    /// Where a group goes on, and where the partition ends.
    private record Distance(long from, long to) {
        long length() {
            return Math.max(0, to - from);
        }
    }

    /// @param topic as the port names it
    /// @param group as Kafka names it
    long count(String topic, String group) {
        try {
            for (int i = 1; ; i++) {
                long waiting = outbox.waiting(topic);
                Set<Long> kept = waiting == 0 ? Set.of() : ids(topic);
                // Moved between the two questions: it would count twice.
                boolean moved = waiting != 0 && outbox.waiting(topic) < waiting;
                if (!moved || i == TRIES) {
                    return waiting + inKafka(topic, group, kept);
                }
            }
        } catch (KafkaException e) {
            throw KafkaTopics.unavailable(e);
        }
    }

    private Set<Long> ids(String topic) {
        return outbox.oldest(COUNTED_OFFSETS).stream()
                .filter(each -> each.event().topic().equals(topic))
                .map(OutboxEvent::id)
                .collect(Collectors.toSet());
    }

    private long inKafka(String topic, String group, Set<Long> except) {
        Map<TopicPartition, Distance> distances = distances(topics.partitions(topic), group);
        distances.values().removeIf(distance -> distance.length() == 0);
        long total = distances.values().stream().mapToLong(Distance::length).sum();
        return total == 0 || total > COUNTED_OFFSETS ? total : read(topic, distances, except);
    }

    private Map<TopicPartition, Distance> distances(List<TopicPartition> partitions, String group) {
        if (partitions.isEmpty()) {
            return Map.of();
        }
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        var earliest = offsets(partitions, OffsetSpec.earliest());
        var latest = offsets(partitions, OffsetSpec.latest());
        Map<TopicPartition, Distance> distances = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long from = offset(earliest, partition);
            OffsetAndMetadata stored = committed.get(partition);
            if (stored != null) {
                from = Math.max(from, stored.offset());
            }
            distances.put(partition, new Distance(from, offset(latest, partition)));
        }
        return distances;
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
        try {
            return topics.result(topics.admin().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        } catch (GroupIdNotFoundException e) {
            return Map.of();
        }
    }

    private Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets(
            List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> asked =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> spec));
        return topics.result(topics.admin()
                .listOffsets(asked, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
    }

    private static long offset(
            Map<TopicPartition, ListOffsetsResult.ListOffsetsResultInfo> offsets, TopicPartition partition) {
        ListOffsetsResult.ListOffsetsResultInfo answer = offsets.get(partition);
        if (answer == null) {
            throw new KafkaException("no offset of " + partition);
        }
        return answer.offset();
    }

    /// The number of different events on the way, without those that are in the outbox as well.
    private long read(String topic, Map<TopicPartition, Distance> distances, Set<Long> except) {
        lock.lock();
        try {
            KafkaConsumer<byte[], byte[]> consumer = reader();
            consumer.assign(distances.keySet());
            distances.forEach((partition, distance) -> consumer.seek(partition, distance.from()));
            Set<Long> ids = new HashSet<>();
            long deadline = System.nanoTime() + clients.callTimeout().toNanos();
            while (distances.entrySet().stream()
                    .anyMatch(each ->
                            consumer.position(each.getKey()) < each.getValue().to())) {
                if (System.nanoTime() > deadline) {
                    throw new KafkaException("the lag of " + topic + " could not be counted in time");
                }
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    EventRecords.event(topic, record).map(OutboxEvent::id).ifPresent(ids::add);
                }
            }
            consumer.unsubscribe();
            ids.removeAll(except);
            return ids.size();
        } finally {
            lock.unlock();
        }
    }

    private KafkaConsumer<byte[], byte[]> reader() {
        KafkaConsumer<byte[], byte[]> present = reader;
        if (present == null) {
            present = clients.reader(COUNTED_OFFSETS);
            reader = present;
        }
        return present;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            if (reader != null) {
                reader.close(CloseOptions.timeout(CLOSE_PATIENCE));
                reader = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
