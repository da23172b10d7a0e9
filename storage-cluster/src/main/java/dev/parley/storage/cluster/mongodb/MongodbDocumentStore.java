package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DeclaredCollections;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;

/// Documents in MongoDB: a collection per declaration, in the [StoredForm].
///
/// Reads outside transactions see what a majority has, and what this process did before. Transactions are
/// serializable by what [Footprint] adds to them. As many run at once as there are connections.
public final class MongodbDocumentStore implements DocumentStore {
    private final MongodbEngine engine;
    private final EventTable events;
    private final RawDocuments raw;
    private final DeclaredCollections<DocumentCollection<?>> collections = new DeclaredCollections<>();
    private final Semaphore running;
    private final int mostRunning;
    private volatile boolean closed;

    MongodbDocumentStore(MongodbEngine engine, EventTable events) {
        this.engine = engine;
        this.events = events;
        this.mostRunning = engine.config().pool().maxConnections();
        this.running = new Semaphore(mostRunning);
        this.raw = new MongodbRawDocuments(engine, this);
    }

    @Override
    public void declare(List<Collection<?>> declarations) {
        requireOpen();
        try {
            for (Collection<?> declaration : declarations) {
                DocumentCollection<?> collection =
                        new DocumentCollection<>(declaration, engine.clock(), engine.database());
                collection.indexes().create(engine.unhurriedDatabase());
                collections.put(declaration, collection);
            }
        } catch (MongoException e) {
            throw MongodbFailure.unavailable(e);
        }
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> declaration, String id) {
        requireOpen();
        DocumentCollection<T> collection = collection(declaration);
        return engine.read(scope -> {
            BsonDocument found = collection.get(scope, tenant, id);
            return found == null ? Optional.empty() : Optional.of(collection.decode(tenant, found));
        });
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> declaration, IndexQuery query) {
        requireOpen();
        DocumentCollection<T> collection = collection(declaration);
        collection.requireAnswerable(tenant, query);
        return engine.read(scope -> collection.findInSnapshot(scope, tenant, query)).stream()
                .map(document -> collection.decode(tenant, document))
                .toList();
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        requireOpen();
        enter();
        try {
            return engine.transact(
                    (scope, clearingRivals) -> new MongodbTransaction(this, scope, tenant, clearingRivals).apply(work));
        } finally {
            running.release();
        }
    }

    @Override
    public RawDocuments raw() {
        return raw;
    }

    @Override
    public void check() {
        requireOpen();
        engine.check();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            long patience = engine.config().timeouts().transaction().toMillis();
            if (running.tryAcquire(mostRunning, patience, TimeUnit.MILLISECONDS)) {
                running.release(mostRunning);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // then nobody waits for those that still run
        }
    }

    /// The collection as it was declared here.
    ///
    /// @throws IllegalStateException when it was not
    @SuppressWarnings("unchecked") // Equal declarations name the same type.
    <T> DocumentCollection<T> collection(Collection<T> declaration) {
        return (DocumentCollection<T>) collections.require(declaration);
    }

    RandomGenerator random() {
        return engine.random();
    }

    /// Writes what a transaction needs besides its documents: its events, and what makes it collide with others.
    void finish(Scope scope, TenantId tenant, List<Event> appended, Footprint footprint) {
        if (!footprint.writes()) {
            return;
        }
        events.append(scope, tenant, appended);
        if (scope.session() != null) {
            footprint.touches().forEach((collection, keys) -> collection.touch(scope, tenant, keys));
            engine.guard(scope, footprint.guards());
        }
    }

    private void enter() {
        try {
            if (!running.tryAcquire(engine.config().timeouts().operation().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new StoreUnavailableException(
                        "MongoDB: " + mostRunning + " transactions are running, as many as there are connections");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for a connection", e);
        }
    }

    void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the document store is closed");
        }
    }
}
