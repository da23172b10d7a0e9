package dev.parley.storage.document;

import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Typed collections of JSON documents with declared indexes, optimistic versions and atomic transactions over
/// several documents and events.
///
/// Durable when [#transact] returns: a commit survives `kill -9` and loss of power. Visible to every later read
/// that starts after the commit, in this process and in the others. Concurrent with everything: all methods may be
/// called from any number of threads; transactions are serializable. Bounded by 1 MiB per document and
/// [IndexQuery#MAX_LIMIT] results per query. Fails with [dev.parley.core.problem.StoreUnavailableException] when
/// nothing was done, and [dev.parley.core.problem.AmbiguousCommitException] when the outcome is unknown.
public interface DocumentStore extends AutoCloseable {
    /// Largest JSON form of one document, in bytes.
    int MAX_DOCUMENT_BYTES = 1 << 20;

    /// Makes collections and their indexes exist. Idempotent; adding an index to a collection with documents fills
    /// it before this returns. Everything else refuses a collection that was not declared.
    ///
    /// One collection may be declared with several types at a time ([Collection#as]): each is a view of the same
    /// documents.
    void declare(List<Collection<?>> collections);

    /// The document with this id, unless it is absent, of another tenant, or expired.
    <T> Optional<Versioned<T>> get(TenantId tenant, Collection<T> collection, String id);

    /// The documents that an index yields, in the order of the index. A consistent snapshot.
    ///
    /// @throws IllegalArgumentException when the collection does not declare the index
    <T> List<Versioned<T>> find(TenantId tenant, Collection<T> collection, IndexQuery query);

    /// Runs `work` and commits all that it did, or nothing when it throws.
    ///
    /// `work` may be run more than once and on another thread, so it does nothing but call its [Transaction] and
    /// compute: no I/O, no locks, no other call to a store. It sees its own writes.
    ///
    /// @throws DuplicateKeyException when an insert or replace breaks a unique index
    /// @throws StaleVersionException when a replaced or deleted document is not at the version given
    <R> R transact(TenantId tenant, Function<Transaction, R> work);

    /// The same documents below tenants and types, for moves and migrations only.
    RawDocuments raw();

    /// Returns when the engine can read and write, within a second.
    void check();

    /// Waits for running transactions, then releases the engine. Later calls throw `StoreUnavailableException`.
    @Override
    void close();
}
