package dev.parley.storage.embedded.sqlite;

import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentBounds;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A transaction on the writer thread, inside its savepoint.
///
/// A failure dooms it: work that catches the exception and goes on still commits nothing, as with engines that
/// abort the transaction on their side.
final class SqliteTransaction implements Transaction {
    private final SqliteDocumentStore store;
    private final SqliteDatabase database;
    private final SqliteSession session;
    private final TenantId tenant;
    private final Thread owner = Thread.currentThread();
    private long tenantNumber;
    private boolean over;
    private @Nullable RuntimeException doom;

    SqliteTransaction(SqliteDocumentStore store, SqliteDatabase database, SqliteSession session, TenantId tenant) {
        this.store = store;
        this.database = database;
        this.session = session;
        this.tenant = tenant;
    }

    @Override
    public <T> Optional<Versioned<T>> get(Collection<T> collection, String id) {
        return run(() -> store.table(collection).get(session, tenantNumber(), id));
    }

    @Override
    public boolean contains(Collection<?> collection, String id) {
        return run(() -> store.table(collection).contains(session, tenantNumber(), id));
    }

    @Override
    public <T> List<Versioned<T>> find(Collection<T> collection, IndexQuery query) {
        return run(() -> store.table(collection).find(session, tenantNumber(), query));
    }

    @Override
    public <T> void insert(Collection<T> collection, String id, T value) {
        run(() -> {
            store.table(collection).insert(session, tenantNumber(), DocumentBounds.requireId(id), body(value));
            return true;
        });
    }

    @Override
    public <T> void replace(Collection<T> collection, String id, T value, long expectedVersion) {
        run(() -> {
            store.table(collection).replace(session, tenantNumber(), id, body(value), expectedVersion);
            return true;
        });
    }

    @Override
    public void delete(Collection<?> collection, String id, long expectedVersion) {
        run(() -> {
            store.table(collection).delete(session, tenantNumber(), id, expectedVersion);
            return true;
        });
    }

    @Override
    public void append(Event event) {
        run(() -> {
            database.events().append(session, tenantNumber(), event);
            return true;
        });
    }

    /// Runs the work of a caller and ends.
    ///
    /// @throws RuntimeException what the work threw, or the failure that doomed it. An outage comes out
    ///     whatever the work made of it, because it concerns the whole batch
    <R> R apply(Function<Transaction, R> work) {
        try {
            R result = work.apply(this);
            if (doom != null) {
                throw doom;
            }
            return result;
        } catch (RuntimeException e) {
            throw doom instanceof StoreUnavailableException outage ? outage : e;
        } finally {
            over = true;
        }
    }

    private <R> R run(Step<R> step) {
        if (over || Thread.currentThread() != owner) {
            throw new IllegalStateException("a transaction is valid only while its work runs, and on its thread");
        }
        if (doom != null) {
            throw doom;
        }
        try {
            return step.run();
        } catch (SQLException e) {
            doom = SqliteFailure.ofStatement(e);
            throw doom;
        } catch (RuntimeException e) {
            doom = e;
            throw e;
        }
    }

    private long tenantNumber() throws SQLException {
        if (tenantNumber == 0) {
            tenantNumber = database.tenants().numberOf(session, tenant.value());
        }
        return tenantNumber;
    }

    private static byte[] body(Object value) {
        return DocumentBounds.requireSize(Json.bytes(value));
    }

    @FunctionalInterface
    private interface Step<R> {
        R run() throws SQLException;
    }
}
