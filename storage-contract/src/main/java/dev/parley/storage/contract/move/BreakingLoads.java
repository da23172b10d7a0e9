package dev.parley.storage.contract.move;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A real store that is gone after some pages were loaded.
final class BreakingLoads implements DocumentStore, RawDocuments {
    private final DocumentStore real;
    private int left;

    /// @param pages that still arrive
    BreakingLoads(DocumentStore real, int pages) {
        this.real = real;
        this.left = pages;
    }

    @Override
    public void load(Collection<?> collection, List<RawDocument> documents) {
        if (left == 0) {
            throw new StoreUnavailableException("broken on purpose");
        }
        left--;
        real.raw().load(collection, documents);
    }

    @Override
    public List<String> collections() {
        return real.raw().collections();
    }

    @Override
    public List<RawDocument> scan(String collection, @Nullable DocumentKey after, int limit) {
        return real.raw().scan(collection, after, limit);
    }

    @Override
    public RawDocuments raw() {
        return this;
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
    public <R> R transact(TenantId tenant, Function<Transaction, R> work) {
        return real.transact(tenant, work);
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
