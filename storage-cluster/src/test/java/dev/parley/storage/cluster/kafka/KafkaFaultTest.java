package dev.parley.storage.cluster.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.Installed;
import dev.parley.storage.cluster.outbox.MemoryOutbox;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.Heard;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nodes and consumers that die or hang: nothing is lost, and keys keep their order.
class KafkaFaultTest {
    private static final List<String> KEYS = List.of("k1", "k2", "k3");

    private final TenantId tenant = Fixtures.freshTenant();
    private final String topic = Fixtures.freshName();
    private final String installation = Fixtures.freshName();
    private final EventLog log = KafkaEventLog.open(SharedKafka.config(installation), new MemoryOutbox());
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void goesOnWhenBrokerIsKilled() {
        log.consume(topic, "group", heard);
        append(1, 100);
        awaitHeard(100);
        for (int node = 0; node < 2; node++) {
            SharedKafka.nodes().kill(node);
            append(101 + node * 100L, 200 + node * 100L);
            awaitHeard(200 + node * 100L);
            SharedKafka.nodes().restart(node);
        }
        append(301, 310);
        awaitHeard(310);
        assertThat(heard.events()).extracting(StoredEvent::position).doesNotHaveDuplicates();
    }

    @Test
    void goesOnWhenBrokerHangs() {
        log.consume(topic, "group", heard);
        append(1, 10);
        awaitHeard(10);
        SharedKafka.nodes().suspend(2);
        try {
            append(11, 100);
            awaitHeard(100);
        } finally {
            SharedKafka.nodes().resume(2);
        }
        append(101, 110);
        awaitHeard(110);
    }

    /// One log loses its brokers, another is opened while there are none.
    @Test
    void keepsEventsWhileAllBrokersAreAway() {
        log.consume(topic, "group", heard);
        append(1, 10);
        awaitHeard(10);
        SharedKafka.nodes().killAll();
        try (EventLog early = KafkaEventLog.open(SharedKafka.config(installation + "e"), new MemoryOutbox())) {
            Heard later = new Heard();
            early.consume(topic, "group", later);
            early.append(tenant, List.of(Fixtures.event(topic, "k1", 1)));
            append(11, 60);
            assertThatThrownBy(log::check).isInstanceOf(StoreUnavailableException.class);
            assertThatThrownBy(() -> log.lag(topic, "group")).isInstanceOf(StoreUnavailableException.class);
            SharedKafka.nodes().restartAll();
            awaitHeard(60);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(later.numbers("k1")).containsExactly(1L));
        }
        Fixtures.eventually(() -> assertThatCode(log::check).doesNotThrowAnyException());
        Fixtures.eventually(() -> assertThat(log.lag(topic, "group")).isZero());
    }

    @Test
    void takesOverFromConsumerKilledInItsHandler(@TempDir Path folder) {
        EngineProcess consumer = hangingConsumer(folder);
        append(1, 20);
        consumer.await("called its handler", Duration.ofSeconds(30), () -> said(folder, HangingConsumer.CALLED));
        log.consume(topic, "group", heard);
        append(21, 30);
        consumer.kill();
        awaitHeard(30);
    }

    /// It wakes and finishes its batch after others had it: what it says about it then is refused.
    @Test
    void takesOverFromConsumerThatHangs(@TempDir Path folder) {
        EngineProcess consumer = hangingConsumer(folder);
        append(1, 20);
        consumer.await("called its handler", Duration.ofSeconds(30), () -> said(folder, HangingConsumer.CALLED));
        consumer.suspend();
        log.consume(topic, "group", heard);
        append(21, 30);
        awaitHeard(30);
        consumer.resume();
        append(31, 40);
        awaitHeard(40);
        consumer.kill();
    }

    private EngineProcess hangingConsumer(Path folder) {
        // The topic has as many partitions as this installation gives it.
        log.append(tenant, List.of(Fixtures.event(topic, "other", 0)));
        Fixtures.eventually(() -> assertThat(log.lag(topic, "none")).isEqualTo(1));
        return EngineProcess.start(
                "consumer",
                folder,
                Map.of(),
                List.of(
                        Installed.java(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        HangingConsumer.class.getName(),
                        String.join(",", SharedKafka.nodes().addresses()),
                        installation + ".",
                        topic,
                        "group"));
    }

    private static boolean said(Path folder, String line) {
        try {
            return Files.readAllLines(folder.resolve("consumer.log")).contains(line);
        } catch (IOException e) {
            return false;
        }
    }

    private void append(long first, long last) {
        for (long n = first; n <= last; n++) {
            for (String key : KEYS) {
                log.append(tenant, List.of(Fixtures.event(topic, key, n)));
            }
        }
    }

    private void awaitHeard(long last) {
        List<Long> all = LongStream.rangeClosed(1, last).boxed().toList();
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> {
            for (String key : KEYS) {
                assertThat(heard.numbers(key).stream().distinct()).containsExactlyElementsOf(all);
            }
        });
    }
}
