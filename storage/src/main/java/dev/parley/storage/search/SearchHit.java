package dev.parley.storage.search;

import java.util.List;
import java.util.Map;

/// @param highlights up to three passages of the text around the matches, as runs of text
public record SearchHit(String id, Map<String, String> keywords, List<List<Run>> highlights) {
    public SearchHit {
        keywords = Map.copyOf(keywords);
        highlights = highlights.stream().map(List::copyOf).toList();
    }

    /// A piece of text, so that no markup has to be escaped.
    ///
    /// @param match whether the query matched here
    public record Run(String text, boolean match) {}
}
