package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.kafka.KafkaConfig;
import dev.parley.storage.cluster.kafka.KafkaLogin;
import dev.parley.storage.cluster.kafka.KafkaSecurity;
import dev.parley.storage.cluster.kafka.KafkaTls;
import dev.parley.storage.cluster.kafka.KafkaTopicConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Kafka as the event log.
///
/// @param prefix of topics and consumer groups
/// @param certificateAuthority PEM file; empty for the authorities of the system
/// @param clientCertificate PEM file with key and certificate, where brokers ask for one; else empty
/// @param user empty for none
/// @param partitions of a topic: how many consumers of a group can work at a time
/// @param replicationFactor on how many brokers an event is kept
/// @param minInsyncReplicas on how many of them before it counts as written
public record KafkaSettings(
        List<String> bootstrapServers,
        String prefix,
        boolean tls,
        Path certificateAuthority,
        Path clientCertificate,
        KafkaLogin.Mechanism mechanism,
        String user,
        Secret password,
        int partitions,
        int replicationFactor,
        int minInsyncReplicas,
        Duration sessionTimeout,
        Duration requestTimeout) {
    public static final KafkaSettings DEFAULTS = defaults();

    private static KafkaSettings defaults() {
        KafkaConfig config = KafkaConfig.of(List.of("127.0.0.1:9092"));
        return new KafkaSettings(
                config.bootstrapServers(),
                config.prefix(),
                false,
                Texts.NO_FILE,
                Texts.NO_FILE,
                KafkaLogin.Mechanism.SCRAM_SHA_512,
                "",
                Texts.NO_SECRET,
                config.topics().partitions(),
                config.topics().replicationFactor(),
                config.topics().minInsyncReplicas(),
                config.sessionTimeout(),
                config.requestTimeout());
    }

    /// What the adapter takes.
    ///
    /// @param retention how long events are kept
    public KafkaConfig config(Duration retention) {
        Optional<KafkaTls> encryption = tls
                ? Optional.of(new KafkaTls(Texts.file(certificateAuthority), Texts.file(clientCertificate)))
                : Optional.empty();
        Optional<KafkaLogin> login =
                user.isEmpty() ? Optional.empty() : Optional.of(new KafkaLogin(mechanism, user, password));
        return new KafkaConfig(
                bootstrapServers,
                new KafkaSecurity(encryption, login),
                prefix,
                new KafkaTopicConfig(partitions, replicationFactor, minInsyncReplicas, retention),
                sessionTimeout,
                requestTimeout);
    }
}
