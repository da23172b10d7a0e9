package dev.parley.storage.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.QueryBuilder;
import org.jspecify.annotations.Nullable;

/// What a person typed: all words and all phrases in double quotes must occur. There is no other syntax, so that
/// nothing can be wrong with it.
public final class TextQuery {
    /// The field of the text in [#lucene].
    public static final String FIELD = "text";

    /// Lucene's own bound of clauses is 1024; nobody types that many words.
    private static final int MAX_WORDS = 100;

    private final BooleanQuery all;

    private TextQuery(BooleanQuery all) {
        this.all = all;
    }

    /// Empty when the text has no word.
    public static Optional<TextQuery> parse(Analyzer analyzer, String text) {
        QueryBuilder builder = new QueryBuilder(analyzer);
        List<Query> parts = new ArrayList<>();
        String[] pieces = text.split("\"", -1);
        for (int i = 0; i < pieces.length && parts.size() < MAX_WORDS; i++) {
            boolean phrase = i % 2 == 1 && i < pieces.length - 1;
            if (phrase) {
                add(parts, builder.createPhraseQuery(FIELD, pieces[i]));
            } else {
                for (String word : pieces[i].strip().split("\\s+", MAX_WORDS + 1)) {
                    if (parts.size() < MAX_WORDS) {
                        // As a phrase: "e-mail" is two words for the analyzer, and means them side by side.
                        add(parts, builder.createPhraseQuery(FIELD, word));
                    }
                }
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(part, Occur.MUST));
        return Optional.of(new TextQuery(all.build()));
    }

    private static void add(List<Query> parts, @Nullable Query part) {
        if (part != null) {
            parts.add(part);
        }
    }

    /// Over the field [#FIELD], as the analyzer makes it.
    public Query lucene() {
        return all;
    }

    /// The same as words after analysis: each inner list must occur side by side, in this order.
    public List<List<String>> phrases() {
        return all.clauses().stream()
                .map(BooleanClause::query)
                .map(TextQuery::words)
                .toList();
    }

    private static List<String> words(Query part) {
        return switch (part) {
            case TermQuery one -> List.of(one.getTerm().text());
            case PhraseQuery several ->
                Arrays.stream(several.getTerms()).map(Term::text).toList();
            default -> throw new IllegalStateException("an analyzer without synonyms makes no " + part.getClass());
        };
    }
}
