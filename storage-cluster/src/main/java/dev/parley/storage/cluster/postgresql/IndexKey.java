package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The form in which a document stands in an index: one text, whose bytes sort as the index promises.
///
/// It is the tenant, `/`, then for each field its value and 0x01, and at the end the id where the index is not
/// unique. A value is a letter for its type, then text in which 0x01 and 0x02 are written 0x02 0x01 and 0x02 0x02;
/// numbers as 16 hexadecimal digits of the 64-bit integer with its sign bit turned; `true` or `false`. An absent
/// value is empty in a plain index. A document that lacks one has no key in a unique index.
///
/// One text rather than a column for each field: then no other index has what a query compares, and PostgreSQL
/// cannot choose one that it takes for as good, as it does on small tables, and keep to it when the table has
/// grown.
final class IndexKey {
    private static final char END = '\u0001';
    private static final char BEHIND_END = '\u0002';
    private static final char TENANT_END = '/';
    private static final char BEHIND_TENANT_END = '0';

    private IndexKey() {}

    /// The SQL expression of the key. The function `member` writes values as [#value] does.
    static String expression(Index index, String tenant, String id, String document) {
        String values = index.fields().stream()
                .map(field -> "member(" + document + ", '" + field + "')")
                .map(member -> (index.unique() ? member : "coalesce(" + member + ", '')") + " || E'\\x01'")
                .collect(Collectors.joining(" || "));
        return "(" + tenant + " || '/' || " + values + (index.unique() ? "" : " || " + id) + ")";
    }

    /// What a query reads: keys from `from` on and before `to`.
    record Range(String from, String to) {}

    /// @throws IllegalArgumentException when the index cannot answer the query
    static Range range(TenantId tenant, Index index, IndexQuery query) {
        List<String> fields = index.fields();
        int equal = query.equal().size();
        boolean bounded = query.after() != null || query.before() != null;
        if (equal > fields.size() || (equal == fields.size() && bounded)) {
            throw new IllegalArgumentException(index.name() + " has only the fields " + fields);
        }
        StringBuilder prefix = new StringBuilder(tenant.value()).append(TENANT_END);
        query.equal().forEach(value -> prefix.append(value(value)).append(END));
        String all = prefix.toString();
        return new Range(bounded ? lower(all, query.after()) : all, upper(all, query.before()));
    }

    /// A value as it stands in a key.
    static String value(Object value) {
        return switch (value) {
            case String text ->
                "s" + NulEscape.store(text).replace("\u0002", "\u0002\u0002").replace("\u0001", "\u0002\u0001");
            case Long number -> "n%016x".formatted(number ^ Long.MIN_VALUE);
            case Boolean flag -> "b" + flag;
            default -> throw new IllegalStateException("no query has it: " + value.getClass());
        };
    }

    /// Behind all keys with that value; behind those without any, when there is no bound on this side.
    private static String lower(String prefix, @Nullable Object after) {
        return prefix + (after == null ? "" : value(after)) + BEHIND_END;
    }

    private static String upper(String prefix, @Nullable Object before) {
        if (before != null) {
            return prefix + value(before) + END;
        }
        int last = prefix.length() - 1;
        return prefix.substring(0, last) + (prefix.charAt(last) == END ? BEHIND_END : BEHIND_TENANT_END);
    }
}
