/// The event log on real Kafka nodes.
@NullMarked
package dev.parley.storage.cluster.kafka;

import org.jspecify.annotations.NullMarked;
