package dev.parley.storage.embedded;

import dev.parley.storage.contract.migration.MigrationContract;
import dev.parley.storage.document.DocumentStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMigrationTest implements MigrationContract {
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
}
