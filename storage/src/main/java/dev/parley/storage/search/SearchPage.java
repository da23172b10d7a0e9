package dev.parley.storage.search;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Hits from the newest to the oldest by rank.
///
/// @param next the cursor of the next page, or null when this is the last
public record SearchPage(List<SearchHit> hits, @Nullable String next) {
    public SearchPage {
        hits = List.copyOf(hits);
    }
}
