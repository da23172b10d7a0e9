/// Events on Kafka.
@NullMarked
package dev.parley.storage.cluster.kafka;

import org.jspecify.annotations.NullMarked;
