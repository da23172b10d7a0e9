/// Typed documents with declared indexes and atomic transactions. Read [DocumentStore] first, then [Collection] and
/// [IndexQuery]. What is below tenants and types is [RawDocuments].
@NullMarked
package dev.parley.storage.document;

import org.jspecify.annotations.NullMarked;
