package dev.parley.storage.search;

import java.util.Map;

/// @param id unique in the index and tenant, 1 to [SearchIndex#MAX_KEYWORD_LENGTH] characters
/// @param text what is searched, at most [SearchIndex#MAX_TEXT_BYTES] as UTF-8
/// @param keywords exact values to filter by, each at most [SearchIndex#MAX_KEYWORD_LENGTH] characters; returned
///     with hits. Names are letters and digits
/// @param rank the order of hits: greater comes first. Usually milliseconds since the epoch
public record SearchDocument(String id, String text, Map<String, String> keywords, long rank) {
    public SearchDocument {
        keywords = Map.copyOf(keywords);
    }
}
