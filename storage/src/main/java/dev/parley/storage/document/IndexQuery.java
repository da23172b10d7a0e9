package dev.parley.storage.document;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A read along one index: the leading fields equal given values, the next field within bounds, results in the
/// order of the index (ties by id). Nothing can be asked that would scan a collection.
///
/// ```java
/// IndexQuery.on("by_conversation_seq").equal(conversationId).after(41L).limit(100)
/// ```
///
/// @param equal values of the leading fields: `String`, `Long` or `Boolean`
/// @param after exclusive lower bound of the field behind them, or null
/// @param before exclusive upper bound of that field, or null
/// @param descending from the greatest to the least
/// @param limit at most so many results, 1 to [#MAX_LIMIT]
public record IndexQuery(
        String index,
        List<Object> equal,
        @Nullable Object after,
        @Nullable Object before,
        boolean descending,
        int limit) {
    public static final int MAX_LIMIT = 1000;

    public IndexQuery {
        equal = List.copyOf(equal);
        equal.forEach(IndexQuery::requireScalar);
        if (after != null) {
            requireScalar(after);
        }
        if (before != null) {
            requireScalar(before);
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIMIT + ": " + limit);
        }
    }

    /// All documents of the index, at most [#MAX_LIMIT].
    public static IndexQuery on(String index) {
        return new IndexQuery(index, List.of(), null, null, false, MAX_LIMIT);
    }

    /// The next leading field equals `value`.
    public IndexQuery equal(Object value) {
        List<Object> values = new ArrayList<>(equal);
        values.add(value);
        return new IndexQuery(index, values, after, before, descending, limit);
    }

    public IndexQuery after(Object bound) {
        return new IndexQuery(index, equal, bound, before, descending, limit);
    }

    public IndexQuery before(Object bound) {
        return new IndexQuery(index, equal, after, bound, descending, limit);
    }

    public IndexQuery reversed() {
        return new IndexQuery(index, equal, after, before, !descending, limit);
    }

    public IndexQuery limit(int atMost) {
        return new IndexQuery(index, equal, after, before, descending, atMost);
    }

    private static void requireScalar(Object value) {
        if (!(value instanceof String || value instanceof Long || value instanceof Boolean)) {
            throw new IllegalArgumentException("an index holds String, Long and Boolean, not " + value.getClass());
        }
    }
}
