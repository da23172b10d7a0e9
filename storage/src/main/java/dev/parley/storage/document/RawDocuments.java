package dev.parley.storage.document;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// All documents of all tenants as they are kept: for moves to another store and for migrations, which are about
/// the installation and not about a tenant. No use case may see it, since it knows no tenant and no type.
///
/// Durable, visible and failing as [DocumentStore] says.
public interface RawDocuments {
    /// A page of [#scan] ends with the document that brings its JSON to so many bytes.
    int MAX_PAGE_BYTES = 4 << 20;

    /// Most documents of a page of [#scan] and of a call of [#load].
    int MAX_PAGE = 1000;

    /// Names of the collections that this installation was ever asked to declare and has not removed, sorted.
    List<String> collections();

    /// A page of a collection, declared here or not, in the order of [DocumentKey]: what comes after `after`, or
    /// the first page when that is null. It has at most `limit` documents and ends early at [#MAX_PAGE_BYTES], so
    /// that only an empty page is the end. While others write, each document is as it was at some time during the
    /// call. One that expired may be among them as long as it is on disk. A collection that does not exist is
    /// empty.
    ///
    /// @param limit 1 to [#MAX_PAGE]
    List<RawDocument> scan(String collection, @Nullable DocumentKey after, int limit);

    /// Writes documents with their versions, all or none, in the place of those that have the same keys. No event
    /// is appended, and what has expired is written like all else.
    ///
    /// @param collection declared before, of any type
    /// @param documents at most [#MAX_PAGE], of any tenants, no key twice
    /// @throws DuplicateKeyException when one breaks a unique index
    /// @throws IllegalArgumentException when one cannot be stored
    void load(Collection<?> collection, List<RawDocument> documents);

    /// @throws IllegalArgumentException when a page cannot have this size
    static void requirePage(int size) {
        if (size < 1 || size > MAX_PAGE) {
            throw new IllegalArgumentException("a page has 1 to " + MAX_PAGE + " documents, not " + size);
        }
    }
}
