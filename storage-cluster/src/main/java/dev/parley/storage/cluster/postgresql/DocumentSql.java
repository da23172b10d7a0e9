package dev.parley.storage.cluster.postgresql;

import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// The statements of one collection, whose table is `tenant, id, version, document` and a column for each index,
/// which PostgreSQL generates from them ([IndexKey]).
///
/// Why columns and not indexes on expressions: where no key changes, PostgreSQL then writes no index (a heap-only
/// update). With an expression over the document every update writes an entry to each index, and in serializable
/// transactions those who wrote near each other in an index conflict, though their documents differ. But a
/// generated column that is added to a table with rows rewrites it, while nobody can write. So an index that comes
/// later is on the expression after all.
final class DocumentSql {
    private static final String DOCUMENT = "id, version, document::text";
    private static final String MARK = " RETURNING " + CommitMark.COLUMN;
    private static final String EXPIRY = "expiry";

    private final Collection<?> collection;
    private final String table;
    private final Set<String> columns;

    /// @param columns what of [#generated] the table has
    DocumentSql(Collection<?> collection, Set<String> columns) {
        this.collection = collection;
        this.table = table(collection);
        this.columns = Set.copyOf(columns);
    }

    static final String TABLE_PREFIX = "d_";

    static String table(Collection<?> collection) {
        return TABLE_PREFIX + collection.name();
    }

    /// Names of the indexes and of their columns → expressions. A name ends with a hash of the definition, so that
    /// an index which is declared otherwise has another one.
    static Map<String, String> generated(Collection<?> collection) {
        Map<String, String> generated = new LinkedHashMap<>();
        for (Index index : collection.indexes()) {
            generated.put(name(collection, index), IndexKey.expression(index, "tenant", "id", "document"));
        }
        collection
                .expiryField()
                .ifPresent(field -> generated.put(expiryName(collection), "member(document, '" + field + "')"));
        return generated;
    }

    /// The name that an index was declared with.
    static String declaredName(String indexName) {
        int hash = indexName.lastIndexOf('_');
        return hash < 0 ? indexName : indexName.substring(0, hash);
    }

    private static String name(Collection<?> collection, Index index) {
        String kind = index.unique() ? "unique" : "plain";
        return index.name() + "_" + Keys.hex(collection.name(), kind, String.join(",", index.fields()));
    }

    private static String expiryName(Collection<?> collection) {
        return EXPIRY + "_"
                + Keys.hex(collection.name(), EXPIRY, collection.expiryField().orElseThrow());
    }

    String createTable() {
        // Room on each page for updates that stay on it.
        return "CREATE TABLE IF NOT EXISTS " + table
                + " (tenant text COLLATE \"C\" NOT NULL, id text COLLATE \"C\" NOT NULL, version bigint NOT NULL,"
                + " document jsonb NOT NULL"
                + generated(collection).entrySet().stream()
                        .map(column -> ", " + columnDefinition(column.getKey(), column.getValue()))
                        .collect(Collectors.joining())
                + ", CONSTRAINT " + table + "_id PRIMARY KEY (tenant, id)) WITH (fillfactor = 85)";
    }

    static String columnDefinition(String name, String expression) {
        return name + " text COLLATE \"C\" GENERATED ALWAYS AS (" + expression + ") STORED";
    }

    /// Name of an index → what makes it, with `%s` where CONCURRENTLY goes.
    Map<String, String> indexes() {
        Map<String, String> indexes = new LinkedHashMap<>();
        for (Index index : collection.indexes()) {
            String name = name(collection, index);
            String kind = index.unique() ? "CREATE UNIQUE INDEX %s" : "CREATE INDEX %s";
            String some = index.unique() ? " WHERE " + operand(name) + " IS NOT NULL" : "";
            indexes.put(name, kind + name + " ON " + table + " (" + operand(name) + ")" + some);
        }
        if (collection.expiryField().isPresent()) {
            String name = expiryName(collection);
            indexes.put(name, "CREATE INDEX %s" + name + " ON " + table + " (" + expiry() + ")");
        }
        return indexes;
    }

    String get() {
        return "SELECT " + DOCUMENT + " FROM " + table + " WHERE tenant = ? AND id = ?" + alive();
    }

    String contains() {
        return "SELECT 1 FROM " + table + " WHERE tenant = ? AND id = ?" + alive();
    }

    /// Arguments: first key, key behind the last, now where documents expire, limit.
    String find(Index index, boolean descending) {
        String key = operand(name(collection, index));
        return "SELECT " + DOCUMENT + " FROM " + table + " WHERE " + key + " >= ? AND " + key + " < ?" + alive()
                + " ORDER BY " + key + (descending ? " DESC" : "") + " LIMIT ?";
    }

    String insert() {
        return insertInto() + MARK;
    }

    /// Inserts nothing where an expired document may be in the way.
    String insertIfFree() {
        return insertInto() + " ON CONFLICT DO NOTHING" + MARK;
    }

    private String insertInto() {
        return "INSERT INTO " + table + " (tenant, id, version, document) VALUES (?, ?, 1, ?::jsonb)";
    }

    /// Writes documents as they are. Arguments: arrays of tenants, ids, versions and documents.
    String load() {
        return "INSERT INTO " + table(collection) + " (tenant, id, version, document)"
                + " SELECT tenant, id, version, document::jsonb"
                + " FROM unnest(?::text[], ?::text[], ?::bigint[], ?::text[]) AS loaded(tenant, id, version, document)"
                + " ON CONFLICT (tenant, id) DO UPDATE SET version = excluded.version, document = excluded.document";
    }

    String replace() {
        return "UPDATE " + table
                + " SET version = version + 1, document = ?::jsonb WHERE tenant = ? AND id = ? AND version = ?"
                + alive()
                + MARK;
    }

    String delete() {
        return "DELETE FROM " + table + " WHERE tenant = ? AND id = ? AND version = ?" + alive() + MARK;
    }

    /// Removes an expired document with an id. Arguments: tenant, id, now.
    String removeExpired() {
        return "DELETE FROM " + table + " WHERE tenant = ? AND id = ? AND " + isOver();
    }

    /// Removes an expired document with the key that another one has in a unique index. Arguments: tenant,
    /// document, now.
    String removeExpiredRival(Index unique) {
        return "DELETE FROM " + table + " WHERE " + operand(name(collection, unique)) + " = (SELECT "
                + IndexKey.expression(unique, "other.tenant", "", "other.document")
                + " FROM (SELECT ?::text AS tenant, ?::jsonb AS document) AS other) AND " + isOver();
    }

    /// Arguments: now, limit.
    String sweep() {
        return "DELETE FROM " + table + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE " + expiry()
                + " <= ? ORDER BY " + expiry() + " LIMIT ? FOR UPDATE SKIP LOCKED))";
    }

    private String operand(String name) {
        return columns.contains(name) ? name : "(" + generated(collection).get(name) + " COLLATE \"C\")";
    }

    private String expiry() {
        return operand(expiryName(collection));
    }

    /// Spelled so that the index of what expires, in which much may be due, is not taken for it.
    private String isOver() {
        return expiry() + " || '' <= ?";
    }

    private String alive() {
        return collection.expiryField().isEmpty() ? "" : " AND (" + expiry() + " IS NULL OR " + expiry() + " > ?)";
    }
}
