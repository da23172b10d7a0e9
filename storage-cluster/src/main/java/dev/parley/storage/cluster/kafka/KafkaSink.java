package dev.parley.storage.cluster.kafka;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cluster.outbox.EventSink;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;

/// Writes events to Kafka, as the only producer of the installation.
///
/// All its writers have one transactional id. `initTransactions` raises its epoch, after which brokers refuse every
/// producer of an older one, ends or undoes what these had begun, and so fences a leader that hung (KIP-98, "Zombie
/// fencing"). Consumers read committed events only.
final class KafkaSink implements EventSink {
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private final KafkaTopics topics;

    KafkaSink(KafkaClients clients, KafkaTopics topics) {
        this.clients = clients;
        this.topics = topics;
    }

    @Override
    public Writer takeOver() {
        try {
            KafkaProducer<byte[], byte[]> producer =
                    clients.producer(clients.config().prefix() + "relay");
            try {
                producer.initTransactions();
                return new TransactionalWriter(producer);
            } catch (KafkaException e) {
                producer.close(Duration.ZERO);
                throw e;
            }
        } catch (KafkaException e) {
            throw new StoreUnavailableException("Kafka takes no events: " + e.getMessage(), e);
        }
    }

    private final class TransactionalWriter implements Writer {
        private final KafkaProducer<byte[], byte[]> producer;
        private boolean broken;

        TransactionalWriter(KafkaProducer<byte[], byte[]> producer) {
            this.producer = producer;
        }

        @Override
        public void write(List<OutboxEvent> events) {
            events.stream().map(each -> each.event().topic()).distinct().forEach(topics::ensure);
            try {
                producer.beginTransaction();
                for (OutboxEvent each : events) {
                    // A send that fails makes the commit fail.
                    var unused = producer.send(
                            EventRecords.of(topics.name(each.event().topic()), each));
                }
                producer.commitTransaction();
            } catch (KafkaException e) {
                broken = true;
                throw new StoreUnavailableException("Kafka took no events: " + e.getMessage(), e);
            }
        }

        @Override
        public void close() {
            // The next writer undoes what a broken one had begun; there is nothing to say goodbye to.
            producer.close(broken ? Duration.ZERO : CLOSE_PATIENCE);
        }
    }
}
