package dev.parley.messaging;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A real store that fails when told to: before a transaction, or after it with the work done and nobody told.
final class FailingDocuments implements DocumentStore {
    /// When a transaction fails.
    enum Failure {
        NEVER,
        BEFORE_COMMIT,
        /// The caller cannot know that it was committed.
        AFTER_COMMIT
    }

    private final DocumentStore documents;
    volatile Failure failure = Failure.NEVER;

    FailingDocuments(DocumentStore documents) {
        this.documents = documents;
    }

    @Override
    public void declare(List<Collection<?>> collections) {
        documents.declare(collections);
    }

    @Override
    public <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id) {
        return documents.get(tenant, collection, id);
    }

    @Override
    public <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query) {
        return documents.find(tenant, collection, query);
    }

    @Override
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        if (failure == Failure.BEFORE_COMMIT) {
            throw new StoreUnavailableException("the store is away");
        }
        R result = documents.transact(tenant, work);
        if (failure == Failure.AFTER_COMMIT) {
            throw new StoreUnavailableException("the store went away before it answered");
        }
        return result;
    }

    @Override
    public RawDocuments raw() {
        return documents.raw();
    }

    @Override
    public void check() {
        documents.check();
    }

    @Override
    public void close() {
        documents.close();
    }
}
