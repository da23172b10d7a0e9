package dev.parley.storage.cluster.postgresql;

import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.migration.MigrationContract;
import dev.parley.storage.document.DocumentStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class PostgresqlMigrationTest implements MigrationContract {
    private final PostgresqlConfig config = PostgresqlFixture.config().withSchema(Fixtures.freshName());
    private PostgresqlStorage here;
    private PostgresqlStorage there;

    @BeforeEach
    void open() {
        here = PostgresqlFixture.open(config);
        there = PostgresqlFixture.open(config);
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
