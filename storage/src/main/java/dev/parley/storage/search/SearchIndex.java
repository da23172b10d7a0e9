package dev.parley.storage.search;

import dev.parley.core.id.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Full-text search over documents with one text and some keyword fields.
///
/// An index is derived data: it can always be filled again from what it was made of, so it may lag and may be
/// rebuilt. Durable when [#put] or [#delete] returns; found by searches that start after the next refresh, at the
/// latest one second later. Concurrent with everything. Bounded by 64 KiB of text per document and 100 hits per
/// page.
public interface SearchIndex extends AutoCloseable {
    int MAX_TEXT_BYTES = 64 << 10;
    int MAX_LIMIT = 100;

    /// Longest id and longest value of a keyword field, in characters.
    int MAX_KEYWORD_LENGTH = 500;

    /// Adds or replaces documents by their id, all or none. An index comes into being with its first document.
    ///
    /// @param index lower case letters, digits and `-`
    /// @throws IllegalArgumentException when a document exceeds the bounds; none is put then
    void put(TenantId tenant, String index, List<SearchDocument> documents);

    /// One page of hits, newest first. Every word of the text must be in a document, after the analysis of its
    /// language (case, accents, English stems); a text in double quotes must occur as a phrase. No other syntax:
    /// any text is a valid query.
    ///
    /// @throws IllegalArgumentException when the cursor is none that was given out
    SearchPage search(TenantId tenant, String index, SearchQuery query);

    /// Removes all documents whose keyword fields have one of the values, for every field named. An empty map is
    /// refused.
    void delete(TenantId tenant, String index, Map<String, Set<String>> filter);

    /// Makes everything put or deleted before visible to searches when it returns.
    void refresh(TenantId tenant, String index);

    /// Returns when the engine can search and write, within a second.
    void check();

    @Override
    void close();
}
