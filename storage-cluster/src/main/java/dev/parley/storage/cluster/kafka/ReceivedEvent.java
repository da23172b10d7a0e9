package dev.parley.storage.cluster.kafka;

import dev.parley.storage.event.StoredEvent;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/// A record that was received.
///
/// @param event empty for one that the handler need not see: a repeat, or none of ours
/// @param bytes about what it takes in memory
/// @param receivedNanos of [System#nanoTime]
record ReceivedEvent(
        TopicPartition partition, long offset, Optional<StoredEvent> event, int bytes, long receivedNanos) {}
