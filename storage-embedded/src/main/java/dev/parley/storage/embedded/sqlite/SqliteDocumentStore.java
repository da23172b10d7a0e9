package dev.parley.storage.embedded.sqlite;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DeclaredCollections;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// Documents in SQLite. Writes are grouped by [SqliteWriter]; reads run on the caller's thread.
public final class SqliteDocumentStore implements DocumentStore {
    private static final int SWEEP_BATCH = 500;

    private final SqliteDatabase database;
    private final RawDocuments raw;
    private final DeclaredCollections<DocumentTable<?>> tables = new DeclaredCollections<>();
    private volatile boolean closed;

    /// @param database stays open when this is closed
    public SqliteDocumentStore(SqliteDatabase database) {
        this.database = database;
        this.raw = new SqliteRawDocuments(database, this);
    }

    @Override
    public void declare(List<Collection<?>> collections) {
        requireOpen();
        database.writer().run(session -> {
            for (Collection<?> collection : collections) {
                create(session, collection);
            }
            return true;
        });
        for (Collection<?> collection : collections) {
            tables.put(collection, new DocumentTable<>(collection, database.clock()));
        }
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
        DocumentTable<T> table = readable(collection);
        OptionalLong number = database.tenants().known(tenant.value());
        return number.isEmpty()
                ? Optional.empty()
                : database.readers().read(session -> table.get(session, number.getAsLong(), id));
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
        DocumentTable<T> table = readable(collection);
        table.requireAnswerable(query);
        OptionalLong number = database.tenants().known(tenant.value());
        return number.isEmpty()
                ? List.of()
                : database.readers().read(session -> table.find(session, number.getAsLong(), query));
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        requireOpen();
        return database.writer().run(session -> new SqliteTransaction(this, database, session, tenant).apply(work));
    }

    @Override
    public RawDocuments raw() {
        return raw;
    }

    @Override
    public void check() {
        requireOpen();
        database.check();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            database.drain();
        }
    }

    /// Removes what has expired, a batch per transaction so that other writers get their turn.
    void sweep() {
        for (DocumentTable<?> table : tables.each()) {
            int removed = SWEEP_BATCH;
            while (removed == SWEEP_BATCH && !closed) {
                removed = database.writer().run(session -> table.sweep(session, SWEEP_BATCH));
            }
        }
    }

    @SuppressWarnings("unchecked") // Equal declarations name the same type.
    <T> DocumentTable<T> table(Collection<T> collection) {
        return (DocumentTable<T>) tables.require(collection);
    }

    private <T> DocumentTable<T> readable(Collection<T> collection) {
        requireReadable();
        return table(collection);
    }

    void requireReadable() {
        requireOpen();
        if (database.writer().isCurrentThread()) {
            throw new IllegalStateException("a transaction called its store: it would not see its own writes");
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the document store is closed");
        }
    }

    /// Makes the table and its indexes as declared now: an index that is declared otherwise, or no more, is
    /// dropped.
    private static void create(SqliteSession session, Collection<?> collection) throws SQLException {
        Map<String, String> declared = DocumentTable.indexDefinitions(collection);
        Map<String, String> existing = new HashMap<>();
        session.query(
                "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
                row -> existing.put(row.getString(1), row.getString(2)) == null,
                DocumentTable.bareTableName(collection.name()));
        for (Map.Entry<String, String> index : existing.entrySet()) {
            if (!declared.getOrDefault(index.getKey(), "").equals(index.getValue())) {
                session.execute("DROP INDEX \"" + index.getKey() + "\"");
            }
        }
        session.execute(DocumentTable.tableDefinition(collection));
        for (Map.Entry<String, String> index : declared.entrySet()) {
            if (!index.getValue().equals(existing.get(index.getKey()))) {
                session.execute(index.getValue());
            }
        }
    }
}
