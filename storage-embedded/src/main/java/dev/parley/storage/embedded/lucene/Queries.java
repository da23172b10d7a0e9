package dev.parley.storage.embedded.lucene;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.QueryBuilder;

/// What a person typed as a Lucene query. There is no syntax but double quotes, so that nothing can be wrong with
/// it.
final class Queries {
    /// Lucene's own bound of clauses is 1024; nobody types that many words.
    private static final int MAX_WORDS = 100;

    private final QueryBuilder builder;

    Queries(Analyzer analyzer) {
        this.builder = new QueryBuilder(analyzer);
    }

    /// All words and all phrases; empty when the text has no word.
    Optional<Query> text(String text) {
        List<Query> parts = new ArrayList<>();
        String[] pieces = text.split("\"", -1);
        for (int i = 0; i < pieces.length && parts.size() < MAX_WORDS; i++) {
            boolean phrase = i % 2 == 1 && i < pieces.length - 1;
            if (phrase) {
                add(parts, builder.createPhraseQuery(Fields.TEXT, pieces[i]));
            } else {
                for (String word : pieces[i].strip().split("\\s+", MAX_WORDS + 1)) {
                    if (parts.size() < MAX_WORDS) {
                        // As a phrase: "e-mail" is two words for the analyzer, and means them side by side.
                        add(parts, builder.createPhraseQuery(Fields.TEXT, word));
                    }
                }
            }
        }
        if (parts.isEmpty()) {
            return Optional.empty();
        }
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        parts.forEach(part -> all.add(part, Occur.MUST));
        return Optional.of(all.build());
    }

    private static void add(List<Query> parts, @org.jspecify.annotations.Nullable Query part) {
        if (part != null) {
            parts.add(part);
        }
    }

    /// Documents that have one of the values in each field.
    static Query filter(Map<String, Set<String>> filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        filter.forEach((name, values) -> all.add(
                new ConstantScoreQuery(new TermInSetQuery(
                        Fields.keyword(name), values.stream().map(BytesRef::new).toList())),
                Occur.FILTER));
        return all.build();
    }

    static Query both(Query text, Map<String, Set<String>> filter) {
        BooleanQuery.Builder all = new BooleanQuery.Builder().add(text, Occur.FILTER);
        if (!filter.isEmpty()) {
            all.add(filter(filter), Occur.FILTER);
        }
        return all.build();
    }
}
