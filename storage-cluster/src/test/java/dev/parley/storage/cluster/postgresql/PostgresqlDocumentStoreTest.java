package dev.parley.storage.cluster.postgresql;

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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresqlDocumentStoreTest
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
    private PostgresqlStorage here;
    private PostgresqlStorage there;

    @BeforeEach
    void open() {
        here = PostgresqlFixture.open(PostgresqlFixture.config());
        there = PostgresqlFixture.open(PostgresqlFixture.config());
    }

    @AfterEach
    void close() {
        here.close();
        there.close();
    }

    @Override
    public DocumentStore documents() {
        return here.documents();
    }

    @Override
    public DocumentStore elsewhere() {
        return there.documents();
    }

    @Override
    public DocumentStore reopened() {
        close();
        open();
        return here.documents();
    }
}
