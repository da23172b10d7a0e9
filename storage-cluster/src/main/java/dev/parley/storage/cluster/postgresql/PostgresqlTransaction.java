package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentBounds;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// One attempt at a transaction: the caller's work, its events, and the connection, which is borrowed at the first
/// touch of a document. Used by one thread.
///
/// A failure dooms it: work that catches the exception and goes on still commits nothing, as PostgreSQL has aborted
/// the transaction on its side.
final class PostgresqlTransaction implements Transaction {
    private final PostgresqlDocumentStore store;
    private final Attempt attempt;
    private final TenantId tenant;
    private final Thread owner = Thread.currentThread();
    private final List<Event> events = new ArrayList<>();
    private final TreeSet<Integer> touched = new TreeSet<>();
    private @Nullable CommitMark mark;
    private boolean over;
    private @Nullable RuntimeException doom;

    PostgresqlTransaction(PostgresqlDocumentStore store, Attempt attempt, TenantId tenant) {
        this.store = store;
        this.attempt = attempt;
        this.tenant = tenant;
    }

    @Override
    public <T> Optional<Versioned<T>> get(Collection<T> collection, String id) {
        return run(() -> store.table(collection).get(at(collection, id), tenant, id));
    }

    @Override
    public boolean contains(Collection<?> collection, String id) {
        return run(() -> store.table(collection).contains(at(collection, id), tenant, id));
    }

    @Override
    public <T> List<Versioned<T>> find(Collection<T> collection, IndexQuery query) {
        return run(() -> {
            DocumentTable<T> table = store.table(collection);
            table.requireAnswerable(tenant, query);
            return table.find(at(collection, query.index() + query.equal()), tenant, query);
        });
    }

    @Override
    public <T> void insert(Collection<T> collection, String id, T value) {
        run(() -> {
            DocumentTable<T> table = store.table(collection);
            byte[] document = DocumentBounds.requireSize(Json.bytes(value));
            mark = table.insert(at(collection, DocumentBounds.requireId(id)), tenant, id, document);
            return true;
        });
    }

    @Override
    public <T> void replace(Collection<T> collection, String id, T value, long expectedVersion) {
        run(() -> {
            DocumentTable<T> table = store.table(collection);
            byte[] document = DocumentBounds.requireSize(Json.bytes(value));
            return changing(collection, id, at -> table.replace(at, tenant, id, document, expectedVersion));
        });
    }

    @Override
    public void delete(Collection<?> collection, String id, long expectedVersion) {
        run(() -> {
            DocumentTable<?> table = store.table(collection);
            return changing(collection, id, at -> table.delete(at, tenant, id, expectedVersion));
        });
    }

    @Override
    public void append(Event event) {
        run(() -> events.add(event));
    }

    /// Runs the work of a caller, writes its events, and ends.
    ///
    /// @throws Again when it has to be repeated, whatever the work made of it
    /// @throws RuntimeException what the work threw, or the failure that doomed it
    <R> R apply(Function<Transaction, R> work) {
        try {
            R result = work.apply(this);
            if (doom != null) {
                throw doom;
            }
            if (!events.isEmpty()) {
                mark = run(() -> OutboxSql.append(attempt.connection(), store.schema(), tenant, events));
            }
            return result;
        } catch (RuntimeException e) {
            throw doom instanceof Again again ? again : e;
        } finally {
            over = true;
        }
    }

    /// By what the commit can be asked for, when something was written.
    Optional<CommitMark> mark() {
        return Optional.ofNullable(mark);
    }

    /// The places that were touched, for [HotSpots].
    TreeSet<Integer> touched() {
        return touched;
    }

    private boolean changing(Collection<?> collection, String id, Connections.Work<CommitMark> change)
            throws SQLException {
        Connection connection = at(collection, id);
        try {
            mark = change.run(connection);
            return true;
        } catch (SQLException e) {
            if (PostgresqlFailure.isConflict(e)) {
                // Here the place of the conflict is known; elsewhere it could be any that was touched.
                throw new Again(e, spot(collection, id));
            }
            throw e;
        }
    }

    /// The connection, after queueing where this place is hot.
    private Connection at(Collection<?> collection, String what) throws SQLException {
        int spot = spot(collection, what);
        touched.add(spot);
        return attempt.connectionAt(spot);
    }

    private int spot(Collection<?> collection, String what) {
        return HotSpots.spot(tenant.value(), collection.name(), what);
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
            attempt.noticed(e);
            doom = PostgresqlFailure.isConflict(e) ? new Again(e) : PostgresqlFailure.ofStatement(e);
            throw doom;
        } catch (RuntimeException e) {
            doom = e;
            throw e;
        }
    }

    @FunctionalInterface
    private interface Step<R> {
        R run() throws SQLException;
    }
}
