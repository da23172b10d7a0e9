package dev.parley.storage.embedded.lucene;

import java.util.Map;
import java.util.Set;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.util.BytesRef;

/// Filters as Lucene queries.
final class Queries {
    private Queries() {}

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
