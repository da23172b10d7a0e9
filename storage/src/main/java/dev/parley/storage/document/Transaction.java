package dev.parley.storage.document;

import dev.parley.storage.event.Event;
import java.util.List;
import java.util.Optional;

/// What can be done atomically, within one tenant. Valid only while its work runs.
public interface Transaction {
    /// @see DocumentStore#get
    <T> Optional<Versioned<T>> get(Collection<T> collection, String id);

    /// Whether [#get] would find the document, without reading it.
    boolean contains(Collection<?> collection, String id);

    /// @see DocumentStore#find
    <T> List<Versioned<T>> find(Collection<T> collection, IndexQuery query);

    /// Adds a document at version 1.
    ///
    /// @throws DuplicateKeyException when the id is taken or a unique index has its values already
    <T> void insert(Collection<T> collection, String id, T value);

    /// Replaces the document at `expectedVersion`; it is then at `expectedVersion + 1`.
    ///
    /// @throws StaleVersionException when it is at another version or absent
    /// @throws DuplicateKeyException when a unique index has the new values already
    <T> void replace(Collection<T> collection, String id, T value, long expectedVersion);

    /// Removes the document at `expectedVersion`.
    ///
    /// @throws StaleVersionException when it is at another version or absent
    void delete(Collection<?> collection, String id, long expectedVersion);

    /// Puts an event on the log of this store's [dev.parley.storage.event.EventLog], committed with the documents:
    /// either both are there or neither.
    void append(Event event);
}
