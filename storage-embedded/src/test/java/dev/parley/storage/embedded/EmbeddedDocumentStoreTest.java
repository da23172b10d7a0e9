package dev.parley.storage.embedded;

import dev.parley.storage.contract.document.AtomicTransactionsContract;
import dev.parley.storage.contract.document.DocumentDurabilityContract;
import dev.parley.storage.contract.document.ExpiryContract;
import dev.parley.storage.contract.document.IndexDeclarationContract;
import dev.parley.storage.contract.document.IndexOrderContract;
import dev.parley.storage.contract.document.OptimisticVersionContract;
import dev.parley.storage.contract.document.RawDocumentsContract;
import dev.parley.storage.contract.document.StoredDocumentContract;
import dev.parley.storage.contract.document.TenantIsolationContract;
import dev.parley.storage.contract.document.UniqueIndexContract;
import dev.parley.storage.document.DocumentStore;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDocumentStoreTest
        implements StoredDocumentContract,
                OptimisticVersionContract,
                UniqueIndexContract,
                IndexOrderContract,
                IndexDeclarationContract,
                AtomicTransactionsContract,
                ExpiryContract,
                TenantIsolationContract,
                DocumentDurabilityContract,
                RawDocumentsContract {
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
