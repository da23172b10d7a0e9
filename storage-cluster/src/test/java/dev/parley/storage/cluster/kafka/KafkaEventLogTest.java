package dev.parley.storage.cluster.kafka;

import dev.parley.storage.cluster.outbox.MemoryOutbox;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.BatchingContract;
import dev.parley.storage.contract.event.ConsumerGroupContract;
import dev.parley.storage.contract.event.EventOrderContract;
import dev.parley.storage.contract.event.RedeliveryContract;
import dev.parley.storage.event.EventLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The promises of the event log, on three nodes, as two processes have it open.
class KafkaEventLogTest implements EventOrderContract, BatchingContract, ConsumerGroupContract, RedeliveryContract {
    private final String installation = Fixtures.freshName();
    private final MemoryOutbox outbox = new MemoryOutbox();
    private EventLog log;
    private EventLog elsewhere;

    @BeforeEach
    void open() {
        log = KafkaEventLog.open(SharedKafka.config(installation), outbox);
        elsewhere = KafkaEventLog.open(SharedKafka.config(installation), outbox);
    }

    @AfterEach
    void close() {
        log.close();
        elsewhere.close();
    }

    @Override
    public EventLog events() {
        return log;
    }

    @Override
    public EventLog eventsElsewhere() {
        return elsewhere;
    }

    @Override
    public EventLog reopenedEvents() {
        close();
        open();
        return log;
    }
}
