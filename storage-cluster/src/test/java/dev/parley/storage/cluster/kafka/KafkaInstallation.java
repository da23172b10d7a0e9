package dev.parley.storage.cluster.kafka;

import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.event.EventLog;

/// Event logs on the shared nodes, for the tests of what works together with them.
public final class KafkaInstallation {
    private KafkaInstallation() {}

    /// @param prefix of the installation
    public static EventLog open(String prefix, Outbox outbox) {
        return KafkaEventLog.open(SharedKafka.config(prefix), outbox);
    }
}
