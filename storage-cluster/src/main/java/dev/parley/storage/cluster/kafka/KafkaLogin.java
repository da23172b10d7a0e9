package dev.parley.storage.cluster.kafka;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;

/// A user of the brokers.
public record KafkaLogin(Mechanism mechanism, String user, Secret password) {
    /// How the password is proven (SASL).
    public enum Mechanism {
        SCRAM_SHA_512("SCRAM-SHA-512", "org.apache.kafka.common.security.scram.ScramLoginModule"),
        SCRAM_SHA_256("SCRAM-SHA-256", "org.apache.kafka.common.security.scram.ScramLoginModule"),
        /// Sends the password itself: with TLS only.
        PLAIN("PLAIN", "org.apache.kafka.common.security.plain.PlainLoginModule");

        private final String name;
        private final String module;

        Mechanism(String name, String module) {
            this.name = name;
            this.module = module;
        }

        String saslName() {
            return name;
        }
    }

    public KafkaLogin {
        if (user.isBlank()) {
            throw new IllegalArgumentException("a login needs a user");
        }
    }

    /// The value of `sasl.jaas.config`, which Kafka's clients keep as a password.
    String jaas() {
        String text = new String(password.reveal(), StandardCharsets.UTF_8);
        return mechanism.module + " required username=\"" + escaped(user) + "\" password=\"" + escaped(text) + "\";";
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"");
    }
}
