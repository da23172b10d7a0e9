package dev.parley.storage.cluster.kafka;

import java.time.Duration;

/// How topics are made. One that exists already keeps what it has.
///
/// @param partitions how many consumers of a group can work at a time. Adding some to a topic that has events moves
///     keys to other partitions, where they are out of order with what came before; so choose enough at first
/// @param replicationFactor on how many brokers an event is kept
/// @param minInsyncReplicas on how many of these it must be before it counts as written
/// @param retention how long events are kept, consumed or not
public record KafkaTopicConfig(int partitions, int replicationFactor, int minInsyncReplicas, Duration retention) {
    /// 12 partitions on three brokers of which one may be lost, seven days.
    public static final KafkaTopicConfig DEFAULT = new KafkaTopicConfig(12, 3, 2, Duration.ofDays(7));

    private static final int MOST_PARTITIONS = 1_000;
    private static final int MOST_REPLICAS = 15;

    public KafkaTopicConfig {
        if (partitions < 1 || partitions > MOST_PARTITIONS) {
            throw new IllegalArgumentException("a topic has 1 to " + MOST_PARTITIONS + " partitions: " + partitions);
        }
        if (replicationFactor < 1 || replicationFactor > MOST_REPLICAS) {
            throw new IllegalArgumentException("a topic has 1 to " + MOST_REPLICAS + " replicas: " + replicationFactor);
        }
        if (minInsyncReplicas < 1 || minInsyncReplicas > replicationFactor) {
            throw new IllegalArgumentException(minInsyncReplicas + " of " + replicationFactor + " replicas in sync");
        }
        if (retention.toMillis() < 1) {
            throw new IllegalArgumentException("events are kept for some time: " + retention);
        }
    }
}
