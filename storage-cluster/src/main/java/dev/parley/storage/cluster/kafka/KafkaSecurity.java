package dev.parley.storage.cluster.kafka;

import java.util.Optional;

/// How connections to brokers are protected.
///
/// @param tls empty: in the clear, for a network of one's own only
/// @param login empty: without a password, by the client's certificate or not at all
public record KafkaSecurity(Optional<KafkaTls> tls, Optional<KafkaLogin> login) {
    public static final KafkaSecurity NONE = new KafkaSecurity(Optional.empty(), Optional.empty());

    /// Kafka's name of the combination.
    String protocol() {
        if (login.isPresent()) {
            return tls.isPresent() ? "SASL_SSL" : "SASL_PLAINTEXT";
        }
        return tls.isPresent() ? "SSL" : "PLAINTEXT";
    }
}
