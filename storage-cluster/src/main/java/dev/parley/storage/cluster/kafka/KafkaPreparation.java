package dev.parley.storage.cluster.kafka;

import dev.parley.core.problem.StoreUnavailableException;
import java.util.List;
import org.apache.kafka.common.KafkaException;

/// Looks after a Kafka before the program runs on it.
public final class KafkaPreparation {
    private KafkaPreparation() {}

    /// How many brokers are in the cluster now.
    ///
    /// @throws StoreUnavailableException when none answers
    public static int brokers(KafkaConfig config) {
        try (KafkaTopics topics = new KafkaTopics(new KafkaClients(config))) {
            return topics.result(topics.admin().describeCluster().nodes()).size();
        } catch (KafkaException e) {
            throw KafkaTopics.unavailable(e);
        }
    }

    /// Makes the topics that are not there.
    ///
    /// @throws StoreUnavailableException when no broker answers, or they refuse, as when there are fewer of them
    ///     than a topic shall have replicas
    public static void ensure(KafkaConfig config, List<String> names) {
        try (KafkaTopics topics = new KafkaTopics(new KafkaClients(config))) {
            names.forEach(topics::ensure);
        }
    }
}
