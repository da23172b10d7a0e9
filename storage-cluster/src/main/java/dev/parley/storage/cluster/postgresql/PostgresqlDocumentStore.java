package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DeclaredCollections;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// Documents in PostgreSQL, a table for each collection ([DocumentSql]). Everything asks the primary. A read
/// outside of a transaction is one statement and so one snapshot; transactions are serializable and repeated on
/// conflict ([Attempts]).
public final class PostgresqlDocumentStore implements DocumentStore {
    private static final ScopedValue<Boolean> IN_TRANSACTION = ScopedValue.newInstance();

    private final Connections connections;
    private final Declarations declarations;
    private final Attempts attempts;
    private final InstantSource clock;
    private final Gate gate = new Gate();
    private final RawDocuments raw;
    private final DeclaredCollections<DocumentTable<?>> tables = new DeclaredCollections<>();

    /// @param connections stay open when this is closed
    PostgresqlDocumentStore(
            Connections connections, Declarations declarations, Attempts attempts, InstantSource clock) {
        this.connections = connections;
        this.declarations = declarations;
        this.attempts = attempts;
        this.clock = clock;
        this.raw = new PostgresqlRawDocuments(connections, this);
    }

    @Override
    public void declare(List<Collection<?>> collections) {
        inside(() -> {
            List<DocumentSql> statements = declarations.declare(collections);
            for (int i = 0; i < collections.size(); i++) {
                Collection<?> collection = collections.get(i);
                tables.put(collection, new DocumentTable<>(collection, statements.get(i), clock));
            }
            return true;
        });
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
        return inside(() -> {
            DocumentTable<T> table = readable(collection);
            return connections.read(connection -> table.get(connection, tenant, id));
        });
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
        return inside(() -> {
            DocumentTable<T> table = readable(collection);
            table.requireAnswerable(tenant, query);
            return connections.read(connection -> table.find(connection, tenant, query));
        });
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        requireNoTransaction();
        return inside(() -> attempts.run(
                this,
                tenant,
                transaction -> ScopedValue.where(IN_TRANSACTION, true).call(() -> work.apply(transaction))));
    }

    @Override
    public RawDocuments raw() {
        return raw;
    }

    @Override
    public void check() {
        inside(() -> connections.read(PostgresqlDocumentStore::isWritable));
    }

    /// Waits for running calls.
    @Override
    public void close() {
        gate.close(connections.config().timeouts().transaction().multipliedBy(2));
    }

    /// A table for each collection that was declared here.
    List<DocumentTable<?>> tables() {
        return tables.each();
    }

    String schema() {
        return connections.config().schema();
    }

    @SuppressWarnings("unchecked") // Equal declarations name the same type.
    <T> DocumentTable<T> table(Collection<T> collection) {
        return (DocumentTable<T>) tables.require(collection);
    }

    private <T> DocumentTable<T> readable(Collection<T> collection) {
        requireNoTransaction();
        return table(collection);
    }

    static void requireNoTransaction() {
        if (IN_TRANSACTION.isBound()) {
            throw new IllegalStateException("a transaction called its store: it would not see its own writes");
        }
    }

    <R> R inside(Supplier<R> call) {
        gate.enter();
        try {
            return call.get();
        } finally {
            gate.leave();
        }
    }

    private static boolean isWritable(java.sql.Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1");
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }
}
