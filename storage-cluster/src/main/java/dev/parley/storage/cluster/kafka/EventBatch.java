package dev.parley.storage.cluster.kafka;

import dev.parley.storage.event.StoredEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/// What is handed over at once, of one partition or several, in the order received.
record EventBatch(List<ReceivedEvent> received) {
    EventBatch {
        received = List.copyOf(received);
    }

    /// What the handler gets to see.
    List<StoredEvent> events() {
        return received.stream()
                .map(ReceivedEvent::event)
                .flatMap(Optional::stream)
                .toList();
    }

    /// Where the group goes on once this is handled.
    Map<TopicPartition, OffsetAndMetadata> offsets() {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        received.forEach(each -> offsets.put(each.partition(), new OffsetAndMetadata(each.offset() + 1)));
        return offsets;
    }

    boolean touches(Collection<TopicPartition> partitions) {
        return received.stream().anyMatch(each -> partitions.contains(each.partition()));
    }

    EventBatch without(Collection<TopicPartition> partitions) {
        return new EventBatch(received.stream()
                .filter(each -> !partitions.contains(each.partition()))
                .toList());
    }
}
