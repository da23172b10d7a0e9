package dev.parley.storage.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KafkaConfigTest {
    private static final KafkaConfig DEFAULT = KafkaConfig.of(List.of("a:9092", "[::1]:9092"));

    @Test
    void keepsEventsOnThreeBrokersForAWeekUnlessToldOtherwise() {
        assertThat(DEFAULT.topics()).isEqualTo(new KafkaTopicConfig(12, 3, 2, Duration.ofDays(7)));
        assertThat(DEFAULT.prefix()).isEqualTo("parley.");
        assertThat(DEFAULT.sessionTimeout()).isEqualTo(Duration.ofSeconds(8));
        assertThat(DEFAULT.requestTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(DEFAULT.security().protocol()).isEqualTo("PLAINTEXT");
    }

    @Test
    void refusesWhatCannotWork() {
        assertThatThrownBy(() -> KafkaConfig.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KafkaConfig.of(List.of("a"))).hasMessageContaining("host:port");
        assertThatThrownBy(() -> withPrefix("not a name")).hasMessageContaining("prefix");
        assertThatThrownBy(() -> new KafkaTopicConfig(0, 3, 2, Duration.ofDays(1)))
                .hasMessageContaining("partitions");
        assertThatThrownBy(() -> new KafkaTopicConfig(1, 2, 3, Duration.ofDays(1)))
                .hasMessageContaining("in sync");
        assertThatThrownBy(() -> new KafkaTopicConfig(1, 1, 1, Duration.ZERO)).hasMessageContaining("kept");
        assertThatThrownBy(() -> new KafkaLogin(KafkaLogin.Mechanism.PLAIN, " ", Secret.of("fake")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesProtocolByWhatIsSet() {
        Optional<KafkaTls> tls = Optional.of(new KafkaTls(Optional.empty(), Optional.empty()));
        Optional<KafkaLogin> login =
                Optional.of(new KafkaLogin(KafkaLogin.Mechanism.SCRAM_SHA_256, "parley", Secret.of("fake")));
        assertThat(new KafkaSecurity(tls, Optional.empty()).protocol()).isEqualTo("SSL");
        assertThat(new KafkaSecurity(tls, login).protocol()).isEqualTo("SASL_SSL");
        assertThat(new KafkaSecurity(Optional.empty(), login).protocol()).isEqualTo("SASL_PLAINTEXT");
        assertThat(new KafkaSecurity(tls, login).toString()).doesNotContain("fake");
    }

    private static KafkaConfig withPrefix(String prefix) {
        return new KafkaConfig(
                DEFAULT.bootstrapServers(),
                DEFAULT.security(),
                prefix,
                DEFAULT.topics(),
                DEFAULT.sessionTimeout(),
                DEFAULT.requestTimeout());
    }
}
