package dev.parley.storage.text;

import dev.parley.storage.search.SearchHit.Run;
import dev.parley.storage.search.SearchIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.uhighlight.LengthGoalBreakIterator;
import org.apache.lucene.search.uhighlight.Passage;
import org.apache.lucene.search.uhighlight.PassageFormatter;
import org.apache.lucene.search.uhighlight.UnifiedHighlighter;

/// The passages of a text around what matched. Safe for use by many threads.
public final class Highlights {
    private static final int MAX_PASSAGES = 3;
    private static final int PASSAGE_LENGTH = 160;

    private final UnifiedHighlighter highlighter;

    public Highlights(Analyzer analyzer) {
        this.highlighter = UnifiedHighlighter.builderWithoutSearcher(analyzer)
                .withFormatter(new RunFormatter())
                .withMaxLength(SearchIndex.MAX_TEXT_BYTES)
                .withMaxNoHighlightPassages(0)
                .withBreakIterator(Highlights::passages)
                .build();
    }

    /// By length and not by sentence: one without a full stop would be a passage as long as the text.
    private static BreakIterator passages() {
        return LengthGoalBreakIterator.createClosestToLength(
                BreakIterator.getWordInstance(Locale.ROOT), PASSAGE_LENGTH, 0.5f);
    }

    /// At most three passages; none where the query does not match.
    @SuppressWarnings("unchecked") // what RunFormatter gives
    public List<List<Run>> of(TextQuery query, String text) {
        try {
            Object passages = highlighter.highlightWithoutSearcher(TextQuery.FIELD, query.lucene(), text, MAX_PASSAGES);
            return passages == null ? List.of() : (List<List<Run>>) passages;
        } catch (IOException e) {
            throw new UncheckedIOException("a text in memory is read without I/O", e);
        }
    }

    private static final class RunFormatter extends PassageFormatter {
        @Override
        public Object format(Passage[] passages, String content) {
            List<List<Run>> formatted = new ArrayList<>();
            for (Passage passage : passages) {
                if (passage.getNumMatches() > 0) {
                    formatted.add(runs(passage, content));
                }
            }
            return formatted;
        }

        private static List<Run> runs(Passage passage, String content) {
            List<Run> runs = new ArrayList<>();
            int at = passage.getStartOffset();
            for (int i = 0; i < passage.getNumMatches(); i++) {
                int start = Math.max(at, passage.getMatchStarts()[i]);
                int end = passage.getMatchEnds()[i];
                add(runs, content.substring(at, start), false);
                if (end > start) {
                    add(runs, content.substring(start, end), true);
                    at = end;
                }
            }
            if (passage.getEndOffset() > at) {
                add(runs, content.substring(at, passage.getEndOffset()), false);
            }
            return runs;
        }

        private static void add(List<Run> runs, String text, boolean match) {
            if (!text.isEmpty()) {
                runs.add(new Run(text, match));
            }
        }
    }
}
