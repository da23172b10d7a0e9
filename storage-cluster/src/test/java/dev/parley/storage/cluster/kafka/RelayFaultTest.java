package dev.parley.storage.cluster.kafka;

import static dev.parley.storage.contract.Fixtures.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cluster.outbox.EventSink;
import dev.parley.storage.cluster.outbox.MemoryOutbox;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.cluster.outbox.OutboxRelay;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.EventLogContract;
import dev.parley.storage.contract.event.Heard;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Relays that die or hang between the outbox and Kafka.
class RelayFaultTest {
    private final TenantId tenant = Fixtures.freshTenant();
    private final String topic = Fixtures.freshName();
    private final KafkaClients clients = new KafkaClients(SharedKafka.config(Fixtures.freshName()));
    private final KafkaTopics topics = new KafkaTopics(clients);
    private final KafkaSink sink = new KafkaSink(clients, topics);
    private final MemoryOutbox outbox = new MemoryOutbox();

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void writesAgainWhatItCouldNotForget() {
        append(1, 3);
        AtomicInteger removals = new AtomicInteger();
        Outbox forgetful = new Forgetful(outbox, removals);
        Heard heard = new Heard();
        try (OutboxRelay relay = OutboxRelay.start(forgetful, sink);
                var consumer = consumer("group", heard)) {
            eventually(() -> assertThat(outbox.waiting(topic)).isZero());
            append(4, 5);
            relay.wake();
            eventually(() -> assertThat(heard.numbers("key")).endsWith(5L));
        }
        assertThat(removals).hasValueGreaterThan(1);
        assertThat(idsInKafka()).containsExactly(1L, 2L, 3L, 1L, 2L, 3L, 4L, 5L);
        assertThat(heard.numbers("key")).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(new KafkaLag(clients, topics, outbox).count(topic, "group")).isZero();
        assertThat(new KafkaLag(clients, topics, outbox).count(topic, "another"))
                .isEqualTo(5);
    }

    @Test
    void writesNothingOldAfterItWasReplaced() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch wake = new CountDownLatch(1);
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        CountDownLatch refused = new CountDownLatch(1);
        EventSink hanging = () -> {
            EventSink.Writer writer = sink.takeOver();
            return new EventSink.Writer() {
                @Override
                public void write(List<OutboxEvent> events) {
                    entered.countDown();
                    Fixtures.awaitLatch(wake);
                    try {
                        writer.write(events);
                    } catch (StoreUnavailableException e) {
                        refusal.set(e);
                        refused.countDown();
                        throw e;
                    }
                }

                @Override
                public void close() {
                    writer.close();
                }
            };
        };
        append(1, 3);
        try (OutboxRelay hung = OutboxRelay.start(outbox, hanging)) {
            Fixtures.awaitLatch(entered);
            outbox.depose();
            try (OutboxRelay next = OutboxRelay.start(outbox, sink)) {
                eventually(() -> assertThat(outbox.waiting(topic)).isZero());
                append(4, 6);
                next.wake();
                eventually(() -> assertThat(outbox.waiting(topic)).isZero());
                wake.countDown();
                Fixtures.awaitLatch(refused);
                append(7, 9);
                next.wake();
                eventually(() -> assertThat(outbox.waiting(topic)).isZero());
            }
            hung.wake();
        }
        assertThat(refusal.get()).isNotNull();
        assertThat(idsInKafka())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 9).boxed().toList());
    }

    private void append(long first, long last) {
        outbox.append(tenant, EventLogContract.eventsOf(topic, "key", first, last));
    }

    private KafkaGroupConsumer consumer(String group, Heard heard) {
        var membership = new KafkaGroupConsumer.Membership(topic, group, Batching.AT_ONCE);
        return new KafkaGroupConsumer(topics, clients, membership, heard, closed -> {}).start();
    }

    /// The outbox ids of all committed records, in order: there is one key, so one partition.
    private List<Long> idsInKafka() {
        List<Long> ids = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> reader = clients.reader(1_000)) {
            var partitions = topics.partitions(topic);
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            var ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(each -> reader.position(each.getKey()) < each.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                    ids.add(EventRecords.event(topic, record).orElseThrow().id());
                }
            }
        }
        return ids;
    }

    /// Fails to forget, once, as if the process had died there.
    private record Forgetful(Outbox outbox, AtomicInteger removals) implements Outbox {
        @Override
        public void append(TenantId tenant, List<Event> events) {
            outbox.append(tenant, events);
        }

        @Override
        public List<OutboxEvent> oldest(int limit) {
            return outbox.oldest(limit);
        }

        @Override
        public void remove(List<OutboxEvent> relayed) {
            if (removals.incrementAndGet() == 1) {
                throw new StoreUnavailableException("the store went away");
            }
            outbox.remove(relayed);
        }

        @Override
        public long waiting(String topic) {
            return outbox.waiting(topic);
        }

        @Override
        public Optional<Lead> tryLead() {
            return outbox.tryLead();
        }
    }
}
