package dev.parley.storage.cluster.mongodb;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/// What of the document promises needs no transactions. All of them: [MongodbReplicaSetDocumentsTest].
class MongodbJavaServerDocumentsTest
        implements StoredDocumentContract,
                OptimisticVersionContract,
                UniqueIndexContract,
                IndexOrderContract,
                IndexDeclarationContract,
                ExpiryContract,
                TenantIsolationContract,
                DocumentDurabilityContract,
                RawDocumentsContract {
    private static JavaServer server;

    private MongodbStorage storage;

    @BeforeAll
    static void start() {
        server = new JavaServer();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        storage = server.open();
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

    /// Not a test here: without a transaction the first of two inserts stays.
    @Override
    public void refusesSameValueWithinOneTransaction() {}

    /// Not a test here, for the same reason.
    @Override
    public void keepsNothingOfWhatFailed() {}

    /// Not a test here: this server sorts text by UTF-16.
    @Override
    public void sortsTextByUtf8Bytes() {}

    /// Not a test here, for the same reason.
    @Override
    public void scansAllTenantsInOneOrderWhateverThePages() {}

    /// Not a test here: without a transaction the first of two documents stays.
    @Override
    public void loadsAllOrNothing() {}
}
