package dev.parley.storage.cluster.kafka;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.outbox.MemoryOutbox;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.Heard;
import dev.parley.storage.event.EventLog;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// TLS and a login, at brokers that ask for both.
class KafkaSecurityTest {
    private static final String TOPIC = "secured";

    @Test
    void carriesEventsOverTlsWithLogin() {
        try (EventLog log = open(trusting(), SharedKafka.USER.password())) {
            log.append(Fixtures.freshTenant(), List.of(Fixtures.event(TOPIC, "key", 1)));
            Heard heard = new Heard();
            log.consume(TOPIC, "group", heard);
            eventually(() -> assertThat(heard.numbers("key")).containsExactly(1L));
            eventually(() -> assertThat(log.lag(TOPIC, "group")).isZero());
            log.check();
        }
    }

    @Test
    void isRefusedWithOtherPassword() {
        try (EventLog log = open(trusting(), "another")) {
            assertThatThrownBy(log::check).isInstanceOf(StoreUnavailableException.class);
        }
    }

    @Test
    void refusesBrokersOfUnknownAuthority() {
        KafkaTls runtimes = new KafkaTls(Optional.empty(), Optional.empty());
        try (EventLog log = open(runtimes, SharedKafka.USER.password())) {
            assertThatThrownBy(log::check).isInstanceOf(StoreUnavailableException.class);
        }
    }

    private static KafkaTls trusting() {
        return new KafkaTls(Optional.of(SharedKafka.nodes().certificate()), Optional.empty());
    }

    private static EventLog open(KafkaTls tls, String password) {
        KafkaConfig plain = SharedKafka.config(Fixtures.freshName());
        KafkaLogin login =
                new KafkaLogin(KafkaLogin.Mechanism.SCRAM_SHA_512, SharedKafka.USER.name(), Secret.of(password));
        KafkaConfig config = new KafkaConfig(
                SharedKafka.nodes().securedAddresses(),
                new KafkaSecurity(Optional.of(tls), Optional.of(login)),
                plain.prefix(),
                plain.topics(),
                plain.sessionTimeout(),
                plain.requestTimeout());
        return KafkaEventLog.open(config, new MemoryOutbox());
    }
}
