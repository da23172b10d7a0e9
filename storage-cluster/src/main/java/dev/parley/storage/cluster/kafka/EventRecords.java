package dev.parley.storage.cluster.kafka;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.StoredEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/// An event as a record of Kafka: the payload is the value, `<tenant>/<key>` the key, so that one tenant's key is
/// always in one partition. Headers, all text: `tenant`, `type`, `id` (of the outbox) and `appendedAt` (RFC 3339).
final class EventRecords {
    private static final String TENANT = "tenant";
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String APPENDED_AT = "appendedAt";

    private EventRecords() {}

    static ProducerRecord<byte[], byte[]> of(String topicName, OutboxEvent stored) {
        List<Header> headers = List.of(
                header(TENANT, stored.tenant().value()),
                header(TYPE, stored.event().type()),
                header(ID, Long.toString(stored.id())),
                header(APPENDED_AT, stored.appendedAt().toString()));
        byte[] key = utf8(stored.tenant().value() + "/" + stored.event().key());
        return new ProducerRecord<>(topicName, null, key, stored.event().payload(), headers);
    }

    /// The event, or empty when the record is none of ours.
    static Optional<OutboxEvent> event(String topic, ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        if (record.key() == null || record.value() == null || headers.lastHeader(TENANT) == null) {
            return Optional.empty();
        }
        try {
            TenantId tenant = new TenantId(text(headers, TENANT));
            String key = new String(record.key(), StandardCharsets.UTF_8)
                    .substring(tenant.value().length() + 1);
            Event event = new Event(topic, key, text(headers, TYPE), record.value());
            long id = Long.parseLong(text(headers, ID));
            return Optional.of(new OutboxEvent(id, tenant, Instant.parse(text(headers, APPENDED_AT)), event));
        } catch (RuntimeException e) {
            // What others may have written into the topic fails in many ways, and none of them can be ours.
            return Optional.empty();
        }
    }

    /// As a consumer sees it. The position is the id, written so that text sorts as numbers do.
    static StoredEvent stored(OutboxEvent event) {
        return new StoredEvent(event.tenant(), "%019d".formatted(event.id()), event.appendedAt(), event.event());
    }

    private static Header header(String name, String value) {
        return new RecordHeader(name, utf8(value));
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        if (header == null) {
            throw new IllegalArgumentException("no header " + name);
        }
        return new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
