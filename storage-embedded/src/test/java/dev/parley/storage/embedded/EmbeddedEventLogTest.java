package dev.parley.storage.embedded;

import dev.parley.storage.contract.event.BatchingContract;
import dev.parley.storage.contract.event.ConsumerGroupContract;
import dev.parley.storage.contract.event.EventOrderContract;
import dev.parley.storage.contract.event.EventsCommitWithDocumentsContract;
import dev.parley.storage.contract.event.RedeliveryContract;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedEventLogTest
        implements EventOrderContract,
                BatchingContract,
                ConsumerGroupContract,
                RedeliveryContract,
                EventsCommitWithDocumentsContract {
    @TempDir
    Path folder;

    private EmbeddedStorage storage;

    @BeforeEach
    void open() {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    @Override
    public DocumentStore reopened() {
        close();
        open();
        return storage.documents();
    }

    @Override
    public EventLog events() {
        return storage.events();
    }

    @Override
    public EventLog reopenedEvents() {
        reopened();
        return storage.events();
    }
}
