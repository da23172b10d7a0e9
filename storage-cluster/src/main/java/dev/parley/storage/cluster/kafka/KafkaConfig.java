package dev.parley.storage.cluster.kafka;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// How to reach Kafka, and what to keep there.
///
/// @param bootstrapServers `host:port` of some brokers, best of three
/// @param prefix of the names of topics, consumer groups and the relay's transactional id, so that installations
///     can share a cluster: letters, digits, `.`, `_` and `-`, at most 60
/// @param topics how topics are made
/// @param sessionTimeout after how long the work of a consumer that fell silent goes to others; brokers allow 6 s
///     to 30 min unless they are told otherwise
/// @param requestTimeout how long a broker may take for an answer. A call that needs several takes up to three
///     times as long
public record KafkaConfig(
        List<String> bootstrapServers,
        KafkaSecurity security,
        String prefix,
        KafkaTopicConfig topics,
        Duration sessionTimeout,
        Duration requestTimeout) {
    private static final Pattern ADDRESS = Pattern.compile("[A-Za-z0-9.\\-\\[\\]:_]+:\\d{1,5}");
    private static final Pattern PREFIX = Pattern.compile("[A-Za-z0-9._-]{0,60}");

    public KafkaConfig {
        bootstrapServers = List.copyOf(bootstrapServers);
        if (bootstrapServers.isEmpty()) {
            throw new IllegalArgumentException("Kafka needs the address of one broker at least");
        }
        for (String server : bootstrapServers) {
            if (!ADDRESS.matcher(server).matches()) {
                throw new IllegalArgumentException("not host:port: " + server);
            }
        }
        if (!PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException("no prefix for names in Kafka: " + prefix);
        }
        requireBetween("the session timeout", sessionTimeout, Duration.ofSeconds(1), Duration.ofMinutes(30));
        requireBetween("the request timeout", requestTimeout, Duration.ofMillis(500), Duration.ofMinutes(2));
    }

    /// Without TLS, names that begin with `parley.`, a session of 8 s, 5 s for an answer.
    public static KafkaConfig of(List<String> bootstrapServers) {
        return new KafkaConfig(
                bootstrapServers,
                KafkaSecurity.NONE,
                "parley.",
                KafkaTopicConfig.DEFAULT,
                Duration.ofSeconds(8),
                Duration.ofSeconds(5));
    }

    private static void requireBetween(String what, Duration value, Duration least, Duration most) {
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new IllegalArgumentException(what + " is between " + least + " and " + most + ": " + value);
        }
    }
}
