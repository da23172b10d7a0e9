package dev.parley.storage.cluster.kafka;

import dev.parley.storage.cluster.postgresql.PostgresqlInstallation;
import dev.parley.storage.cluster.postgresql.PostgresqlStorage;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.BatchingContract;
import dev.parley.storage.contract.event.ConsumerGroupContract;
import dev.parley.storage.contract.event.EventOrderContract;
import dev.parley.storage.contract.event.EventsCommitWithDocumentsContract;
import dev.parley.storage.contract.event.RedeliveryContract;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// The promises of the event log, on three nodes of Kafka and a PostgreSQL, as two processes have them open.
class KafkaEventLogTest
        implements EventOrderContract,
                BatchingContract,
                ConsumerGroupContract,
                RedeliveryContract,
                EventsCommitWithDocumentsContract {
    private static final String INSTALLATION = Fixtures.freshName();

    private Process here;
    private Process there;

    /// What a process of the platform has open.
    private record Process(PostgresqlStorage storage, EventLog log) {
        static Process open() {
            PostgresqlStorage storage = PostgresqlInstallation.open(INSTALLATION);
            return new Process(storage, KafkaEventLog.open(SharedKafka.config(INSTALLATION), storage.outbox()));
        }

        void close() {
            log.close();
            storage.close();
        }
    }

    @BeforeEach
    void open() {
        here = Process.open();
        there = Process.open();
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Override
    public DocumentStore documents() {
        return here.storage().documents();
    }

    @Override
    public DocumentStore elsewhere() {
        return there.storage().documents();
    }

    @Override
    public DocumentStore reopened() {
        close();
        open();
        return documents();
    }

    @Override
    public EventLog events() {
        return here.log();
    }

    @Override
    public EventLog eventsElsewhere() {
        return there.log();
    }

    @Override
    public EventLog reopenedEvents() {
        reopened();
        return events();
    }
}
