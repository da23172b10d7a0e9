package dev.parley.storage.contract;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A real store that fails on demand: before a commit, after it, for a while, or by giving no answer. Safe for
/// concurrent use; what is ordered for the next transaction hits exactly one.
public final class FaultyDocumentStore implements DocumentStore {
    private final DocumentStore real;
    private final AtomicReference<@Nullable RuntimeException> instead = new AtomicReference<>();
    private final AtomicReference<@Nullable RuntimeException> afterwards = new AtomicReference<>();
    private volatile boolean broken;
    /// Open while nothing stalls.
    private volatile CountDownLatch gate = new CountDownLatch(0);

    public FaultyDocumentStore(DocumentStore real) {
        this.real = real;
    }

    /// The next transaction throws this, and nothing of it happens.
    public void failInsteadOfCommit(RuntimeException failure) {
        instead.set(failure);
    }

    /// The next transaction commits and then throws this.
    public void failAfterCommit(RuntimeException failure) {
        afterwards.set(failure);
    }

    /// The next transaction commits, and its caller does not learn it.
    public void loseNextAnswer() {
        failAfterCommit(new AmbiguousCommitException("the answer was lost", new IOException("on purpose")));
    }

    /// From now until [#heal], all calls throw [StoreUnavailableException].
    public void breakDown() {
        broken = true;
    }

    /// From now until [#heal], all calls wait.
    public void stall() {
        gate = new CountDownLatch(1);
    }

    /// Ends [#breakDown] and [#stall].
    public void heal() {
        broken = false;
        gate.countDown();
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        pass();
        throwIfOrdered(instead);
        R result = real.transact(tenant, work);
        throwIfOrdered(afterwards);
        return result;
    }

    private static void throwIfOrdered(AtomicReference<@Nullable RuntimeException> order) {
        RuntimeException failure = order.getAndSet(null);
        if (failure != null) {
            throw failure;
        }
    }

    private void pass() {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted in a stall that was ordered", e);
        }
        if (broken) {
            throw new StoreUnavailableException("broken on purpose");
        }
    }

    @Override
    public void declare(List<Collection<?>> collections) {
        pass();
        real.declare(collections);
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
        pass();
        return real.get(tenant, collection, id);
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
        pass();
        return real.find(tenant, collection, query);
    }

    @Override
    public RawDocuments raw() {
        pass();
        return real.raw();
    }

    @Override
    public void check() {
        pass();
        real.check();
    }

    @Override
    public void close() {
        real.close();
    }
}
