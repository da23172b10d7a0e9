package dev.parley.storage.cluster.kafka;

import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/// The topics in Kafka, made when first needed.
final class KafkaTopics implements AutoCloseable {
    private static final Duration CHECK_PATIENCE = Duration.ofMillis(900);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);
    /// An event of the largest size, with its key and headers.
    private static final int MAX_MESSAGE_BYTES = 1 << 20;

    private final KafkaClients clients;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Admin admin;
    private boolean closed;

    KafkaTopics(KafkaClients clients) {
        this.clients = clients;
    }

    /// The name of a topic in Kafka.
    String name(String topic) {
        return clients.config().prefix() + topic;
    }

    /// Makes a topic unless it is there.
    void ensure(String topic) {
        if (known.contains(topic)) {
            return;
        }
        if (partitions(topic).isEmpty()) {
            create(topic);
        }
        known.add(topic);
    }

    /// The partitions of a topic, none when it was not made yet.
    List<TopicPartition> partitions(String topic) {
        String name = name(topic);
        try {
            TopicDescription description = result(
                    admin().describeTopics(List.of(name)).topicNameValues().get(name));
            return description.partitions().stream()
                    .map(partition -> new TopicPartition(name, partition.partition()))
                    .toList();
        } catch (UnknownTopicOrPartitionException e) {
            return List.of();
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /// Returns when a broker answers, within a second.
    void check() {
        try {
            result(admin().describeCluster().clusterId(), CHECK_PATIENCE);
        } catch (KafkaException e) {
            throw unavailable(e);
        }
    }

    /// @throws KafkaException when it cannot be made, because no broker's address is known
    Admin admin() {
        lock.lock();
        try {
            if (closed) {
                throw new StoreUnavailableException("the event log is closed");
            }
            Admin present = admin;
            if (present == null) {
                present = clients.admin();
                admin = present;
            }
            return present;
        } finally {
            lock.unlock();
        }
    }

    /// Waits for an answer.
    ///
    /// @throws KafkaException that was the answer
    <T> T result(@Nullable KafkaFuture<T> future) {
        return result(future, clients.callTimeout());
    }

    private static <T> T result(@Nullable KafkaFuture<T> future, Duration patience) {
        if (future == null) {
            throw new IllegalStateException("Kafka's client answers for everything that it was asked");
        }
        try {
            return future.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof KafkaException cause) {
                throw cause;
            }
            throw new KafkaException(e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("no answer in " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        }
    }

    static StoreUnavailableException unavailable(KafkaException e) {
        return new StoreUnavailableException("Kafka does not answer: " + e.getMessage(), e);
    }

    private void create(String topic) {
        KafkaTopicConfig config = clients.config().topics();
        NewTopic made = new NewTopic(name(topic), config.partitions(), (short) config.replicationFactor())
                .configs(Map.of(
                        TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                        Integer.toString(config.minInsyncReplicas()),
                        TopicConfig.RETENTION_MS_CONFIG,
                        Long.toString(config.retention().toMillis()),
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        Integer.toString(MAX_MESSAGE_BYTES),
                        TopicConfig.UNCLEAN_LEADER_ELECTION_ENABLE_CONFIG,
                        "false"));
        try {
            result(admin().createTopics(List.of(made)).all());
        } catch (TopicExistsException e) {
            // Another process was faster, which is as good.
            known.add(topic);
        } catch (KafkaException e) {
            throw new StoreUnavailableException("Kafka makes no topic " + name(topic) + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (admin != null) {
                admin.close(CLOSE_PATIENCE);
                admin = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
