package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/// One attempt at a transaction, on the caller's thread.
///
/// A failure dooms it, because the server aborts the transaction on its side: work that catches the exception and
/// goes on still commits nothing. A [ConflictException] goes through whatever the work makes of it, to be tried
/// again.
final class MongodbTransaction implements Transaction {
    private final MongodbDocumentStore store;
    private final Scope scope;
    private final TenantId tenant;
    private final boolean clearingRivals;
    private final Footprint footprint;
    private final List<Event> events = new ArrayList<>();
    private final Thread owner = Thread.currentThread();
    private boolean over;
    private @Nullable RuntimeException doom;

    /// @param clearingRivals whether expired documents that may stand in the way of a write are removed before it.
    ///     They seldom do, so the first attempt leaves them
    MongodbTransaction(MongodbDocumentStore store, Scope scope, TenantId tenant, boolean clearingRivals) {
        this.store = store;
        this.scope = scope;
        this.tenant = tenant;
        this.clearingRivals = clearingRivals;
        this.footprint = new Footprint(tenant, store.random());
    }

    @Override
    public <T> Optional<Versioned<T>> get(Collection<T> declaration, String id) {
        return run(() -> {
            DocumentCollection<T> collection = store.collection(declaration);
            BsonDocument found = noted(collection, id, collection.get(scope, tenant, id));
            return found == null ? Optional.empty() : Optional.of(collection.decode(tenant, found));
        });
    }

    @Override
    public boolean contains(Collection<?> declaration, String id) {
        return run(() -> {
            DocumentCollection<?> collection = store.collection(declaration);
            return noted(collection, id, collection.getWithoutBody(scope, tenant, id)) != null;
        });
    }

    @Override
    public <T> List<Versioned<T>> find(Collection<T> declaration, IndexQuery query) {
        return run(() -> {
            DocumentCollection<T> collection = store.collection(declaration);
            List<BsonDocument> found = collection.find(scope, tenant, query);
            footprint.queried(collection, query);
            found.forEach(document -> footprint.found(collection, document));
            return found.stream()
                    .map(document -> collection.decode(tenant, document))
                    .toList();
        });
    }

    @Override
    public <T> void insert(Collection<T> declaration, String id, T value) {
        run(() -> {
            DocumentCollection<T> collection = store.collection(declaration);
            BsonDocument document = collection.encode(tenant, id, value, 1);
            write(collection, document, () -> collection.insert(scope, document));
            footprint.inserted(collection, id, document);
            return true;
        });
    }

    @Override
    public <T> void replace(Collection<T> declaration, String id, T value, long expectedVersion) {
        run(() -> {
            DocumentCollection<T> collection = store.collection(declaration);
            BsonDocument document = collection.encode(tenant, id, value, expectedVersion + 1);
            write(collection, document, () -> collection.replace(scope, tenant, id, document, expectedVersion));
            footprint.replaced(collection, document);
            return true;
        });
    }

    @Override
    public void delete(Collection<?> declaration, String id, long expectedVersion) {
        run(() -> {
            DocumentCollection<?> collection = store.collection(declaration);
            collection.delete(scope, tenant, id, expectedVersion);
            footprint.deleted(collection, StoredForm.key(tenant, id));
            return true;
        });
    }

    /// Kept until the work is done, so that the numbers of its events are taken in one command.
    @Override
    public void append(Event event) {
        run(() -> {
            footprint.appended();
            return events.add(event);
        });
    }

    /// Runs the work of a caller and ends, all but the commit.
    ///
    /// @throws RuntimeException what the work threw, or the failure that doomed it. A conflict or an outage
    ///     comes out whatever the work made of it
    <R> R apply(Function<Transaction, R> work) {
        try {
            R result = work.apply(this);
            if (doom != null) {
                throw doom;
            }
            run(() -> {
                store.finish(scope, tenant, events, footprint);
                return true;
            });
            return result;
        } catch (RuntimeException e) {
            throw doom instanceof ConflictException || doom instanceof StoreUnavailableException ? doom : e;
        } finally {
            over = true;
        }
    }

    private @Nullable BsonDocument noted(DocumentCollection<?> collection, String id, @Nullable BsonDocument document) {
        if (document == null) {
            footprint.missed(collection, id);
        } else {
            footprint.found(collection, document);
        }
        return document;
    }

    private void write(DocumentCollection<?> collection, BsonDocument document, Runnable command) {
        if (clearingRivals && collection.isExpiring()) {
            collection.removeExpiredRivals(scope, tenant, document);
        }
        try {
            command.run();
        } catch (DuplicateKeyException e) {
            if (collection.isExpiring() && !clearingRivals) {
                throw new ConflictException(e, true);
            }
            throw e;
        }
    }

    private <R> R run(Supplier<R> step) {
        if (over || Thread.currentThread() != owner) {
            throw new IllegalStateException("a transaction is valid only while its work runs, and on its thread");
        }
        if (doom != null) {
            throw doom;
        }
        try {
            return step.get();
        } catch (MongoException e) {
            doom = MongodbFailure.isConflict(e) ? new ConflictException(e, false) : MongodbFailure.unavailable(e);
            throw doom;
        } catch (RuntimeException e) {
            doom = e;
            throw e;
        }
    }
}
