package dev.parley.media;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A real store whose next commit fails, before or after it happened.
final class FailingDocuments implements DocumentStore {
    private final DocumentStore real;
    private @Nullable RuntimeException instead;
    private @Nullable RuntimeException afterwards;

    FailingDocuments(DocumentStore real) {
        this.real = real;
    }

    void failInsteadOfCommit(RuntimeException failure) {
        instead = failure;
    }

    void failAfterCommit(RuntimeException failure) {
        afterwards = failure;
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        RuntimeException before = instead;
        instead = null;
        if (before != null) {
            throw before;
        }
        R result = real.transact(tenant, work);
        RuntimeException after = afterwards;
        afterwards = null;
        if (after != null) {
            throw after;
        }
        return result;
    }

    @Override
    public void declare(List<Collection<?>> collections) {
        real.declare(collections);
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
        return real.get(tenant, collection, id);
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
        return real.find(tenant, collection, query);
    }

    @Override
    public void check() {
        real.check();
    }

    @Override
    public void close() {
        real.close();
    }
}
