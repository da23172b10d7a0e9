package dev.parley.storage.cluster.mongodb;

import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.document.DocumentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What of the outbox needs no transactions. The rest: [MongodbReplicaSetOutboxTest].
class MongodbJavaServerOutboxTest implements OutboxPromises {
    private JavaServer server;
    private MongodbStorage storage;
    private MongodbStorage other;

    @BeforeEach
    void open() {
        server = new JavaServer();
        storage = server.open();
        other = server.open();
    }

    @AfterEach
    void close() {
        storage.close();
        other.close();
        server.close();
    }

    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    @Override
    public Outbox outbox() {
        return storage.outbox();
    }

    @Override
    public Outbox outboxElsewhere() {
        return other.outbox();
    }
}
