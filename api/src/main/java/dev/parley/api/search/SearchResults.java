package dev.parley.api.search;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MessageId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// @param next cursor of the next page, or null
public record SearchResults(List<Hit> hits, @Nullable String next) {
    public SearchResults {
        hits = List.copyOf(hits);
    }

    /// @param highlights passages of the text around what matched
    public record Hit(ConversationId conversationId, MessageId messageId, long seq, List<Passage> highlights) {
        public Hit {
            highlights = List.copyOf(highlights);
        }
    }

    /// A passage as runs of text, so that no markup has to be escaped.
    public record Passage(List<Run> runs) {
        public Passage {
            runs = List.copyOf(runs);
        }
    }

    public record Run(String text, boolean match) {}
}
