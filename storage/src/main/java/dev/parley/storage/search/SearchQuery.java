package dev.parley.storage.search;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// @param text words and "phrases"; a text without any word finds nothing
/// @param filter for each field named, one of the values must match; an empty set of values matches nothing
/// @param cursor where the last page ended, from [SearchPage#next], or null for the first
/// @param limit 1 to [SearchIndex#MAX_LIMIT]
public record SearchQuery(
        String text,
        Map<String, Set<String>> filter,
        @Nullable String cursor,
        int limit) {
    public SearchQuery {
        filter = Map.copyOf(filter);
        if (limit < 1 || limit > SearchIndex.MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + SearchIndex.MAX_LIMIT);
        }
    }
}
