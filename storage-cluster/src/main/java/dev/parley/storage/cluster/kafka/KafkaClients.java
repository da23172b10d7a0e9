package dev.parley.storage.cluster.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// Makes Kafka's clients.
///
/// Consumers use the classic group protocol, in its cooperative form: there the client says how soon it is given
/// up. In the newer one (KIP-848) brokers say so, 45 s unless their operator changes it.
final class KafkaClients {
    private static final int RECONNECT_MILLIS = 1_000;
    private static final int RETRY_MILLIS = 20;
    private static final int LONGEST_RETRY_MILLIS = 500;
    private static final int METADATA_MILLIS = 30_000;
    private static final int HEARTBEATS_PER_SESSION = 4;
    private static final int TRIES = 3;
    private static final int FETCH_BYTES = 8 << 20;

    private final KafkaConfig config;

    KafkaClients(KafkaConfig config) {
        this.config = config;
    }

    KafkaConfig config() {
        return config;
    }

    /// How long a call may take that needs several answers.
    Duration callTimeout() {
        return config.requestTimeout().multipliedBy(TRIES);
    }

    Admin admin() {
        Map<String, Object> settings = common();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(callTimeout()));
        return Admin.create(settings);
    }

    KafkaProducer<byte[], byte[]> producer(String transactionalId) {
        Map<String, Object> settings = common();
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.ACKS_CONFIG, "all");
        settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        settings.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, millis(callTimeout()));
        settings.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, millis(callTimeout()));
        settings.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        settings.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        return new KafkaProducer<>(settings);
    }

    /// A member of a group.
    KafkaConsumer<byte[], byte[]> member(String group, int maxPollRecords) {
        Map<String, Object> settings = consumer(maxPollRecords);
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        settings.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        settings.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, millis(config.sessionTimeout()));
        settings.put(
                ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG,
                millis(config.sessionTimeout().dividedBy(HEARTBEATS_PER_SESSION)));
        return new KafkaConsumer<>(settings);
    }

    /// A consumer without a group.
    KafkaConsumer<byte[], byte[]> reader(int maxPollRecords) {
        return new KafkaConsumer<>(consumer(maxPollRecords));
    }

    private Map<String, Object> consumer(int maxPollRecords) {
        Map<String, Object> settings = common();
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        settings.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        settings.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(callTimeout()));
        settings.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        settings.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return settings;
    }

    private Map<String, Object> common() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, millis(config.requestTimeout()));
        settings.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MS_CONFIG, RETRY_MILLIS);
        settings.put(CommonClientConfigs.RETRY_BACKOFF_MAX_MS_CONFIG, LONGEST_RETRY_MILLIS);
        settings.put(CommonClientConfigs.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        // Neither JMX beans here nor figures of ours at the brokers.
        settings.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, "");
        settings.put("enable.metrics.push", false);
        secure(settings);
        return settings;
    }

    private void secure(Map<String, Object> settings) {
        settings.put(
                CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, config.security().protocol());
        config.security().login().ifPresent(login -> {
            settings.put(SaslConfigs.SASL_MECHANISM, login.mechanism().saslName());
            settings.put(SaslConfigs.SASL_JAAS_CONFIG, login.jaas());
        });
        config.security().tls().ifPresent(tls -> {
            tls.authorities()
                    .ifPresent(file -> pem(
                            settings,
                            SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG,
                            SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG,
                            file));
            tls.certificate()
                    .ifPresent(file -> pem(
                            settings,
                            SslConfigs.SSL_KEYSTORE_TYPE_CONFIG,
                            SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG,
                            file));
        });
    }

    private static void pem(Map<String, Object> settings, String type, String location, Path file) {
        settings.put(type, "PEM");
        settings.put(location, file.toString());
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
