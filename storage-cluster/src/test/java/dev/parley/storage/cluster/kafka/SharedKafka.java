package dev.parley.storage.cluster.kafka;

import dev.parley.engines.KafkaNodes;
import dev.parley.engines.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;

/// Three Kafka nodes, started once for all tests of this run, and how tests reach them.
final class SharedKafka {
    private static final KafkaTopicConfig SMALL = new KafkaTopicConfig(3, 3, 2, Duration.ofHours(1));

    /// With what a configuration has to escape.
    static final KafkaNodes.User USER = new KafkaNodes.User("parley", "plainly \"fake\" \\");

    private SharedKafka() {}

    static KafkaNodes nodes() {
        return Started.NODES;
    }

    /// @param prefix of an installation
    static KafkaConfig config(String prefix) {
        return config(prefix, Duration.ofSeconds(6));
    }

    static KafkaConfig config(String prefix, Duration session) {
        return new KafkaConfig(
                nodes().addresses(), KafkaSecurity.NONE, prefix + ".", SMALL, session, Duration.ofSeconds(3));
    }

    private static final class Started {
        static final KafkaNodes NODES = start();

        private static KafkaNodes start() {
            try {
                return KafkaNodes.startSecured(
                        Files.createTempDirectory("parley-kafka"), Ports.free(3 * KafkaNodes.NODES), USER);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
