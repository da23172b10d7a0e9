package dev.parley.storage.embedded.sqlite;

import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One collection as a table: `rowid, tenant, id, version, body`, where the body is the JSON text. The
/// declared indexes are indexes on expressions over the body, so that a new one needs no change of rows.
///
/// A unique index holds only the documents that have all its members, hence it is a partial one; a plain index
/// holds all and ends with the id, which settles ties.
///
/// Calls name the tenant by its number ([Numbering]).
final class DocumentTable<T> {
    private final Collection<T> collection;
    private final InstantSource clock;
    private final String table;
    private final String get;
    private final String contains;
    private final String insert;
    private final String replace;
    private final String delete;
    private final String load;
    private final Map<Shape, String> finds = new ConcurrentHashMap<>();

    DocumentTable(Collection<T> collection, InstantSource clock) {
        this.collection = collection;
        this.clock = clock;
        this.table = tableName(collection.name());
        String alive =
                collection.expiryField().map(DocumentTable::aliveCondition).orElse("");
        this.get = "SELECT id, version, body FROM " + table + " WHERE tenant = ? AND id = ?" + alive;
        this.contains = "SELECT 1 FROM " + table + " WHERE tenant = ? AND id = ?" + alive;
        this.insert = "INSERT INTO " + table + "(tenant, id, version, body) VALUES (?, ?, 1, CAST(? AS TEXT))";
        this.replace = "UPDATE " + table + " SET version = version + 1, body = CAST(? AS TEXT)"
                + " WHERE tenant = ? AND id = ? AND version = ?" + alive;
        this.delete = "DELETE FROM " + table + " WHERE tenant = ? AND id = ? AND version = ?" + alive;
        this.load = "INSERT INTO " + table + "(tenant, id, version, body) VALUES (?, ?, ?, CAST(? AS TEXT))"
                + " ON CONFLICT(tenant, id) DO UPDATE SET version = excluded.version, body = excluded.body";
    }

    Collection<T> collection() {
        return collection;
    }

    Optional<Versioned<T>> get(SqliteSession session, long tenant, String id) throws SQLException {
        List<Versioned<T>> found = new ArrayList<>(1);
        session.query(get, row -> found.add(document(row)), withNow(tenant, id));
        return found.stream().findFirst();
    }

    boolean contains(SqliteSession session, long tenant, String id) throws SQLException {
        return session.number(contains, withNow(tenant, id)) != null;
    }

    List<Versioned<T>> find(SqliteSession session, long tenant, IndexQuery query) throws SQLException {
        Index index = collection.index(query.index());
        String sql = statement(index, query);
        List<Object> arguments = new ArrayList<>();
        arguments.add(tenant);
        arguments.addAll(query.equal());
        addIfPresent(arguments, query.after());
        addIfPresent(arguments, query.before());
        if (collection.expiryField().isPresent()) {
            arguments.add(now());
        }
        arguments.add(query.limit());
        List<Versioned<T>> found = new ArrayList<>();
        session.query(sql, row -> found.add(document(row)), arguments.toArray());
        return found;
    }

    void insert(SqliteSession session, long tenant, String id, byte[] body) throws SQLException {
        write(session, tenant, id, body, () -> session.update(insert, tenant, id, body));
    }

    void replace(SqliteSession session, long tenant, String id, byte[] body, long expectedVersion) throws SQLException {
        int changed = write(
                session, tenant, id, body, () -> session.update(replace, withNow(body, tenant, id, expectedVersion)));
        if (changed == 0) {
            throw new StaleVersionException(collection.name(), id, expectedVersion);
        }
    }

    void delete(SqliteSession session, long tenant, String id, long expectedVersion) throws SQLException {
        if (session.update(delete, withNow(tenant, id, expectedVersion)) == 0) {
            throw new StaleVersionException(collection.name(), id, expectedVersion);
        }
    }

    /// Writes a document as it is, in the place of what has its id.
    void load(SqliteSession session, long tenant, RawDocument document) throws SQLException {
        try {
            session.update(load, tenant, document.id(), document.version(), document.json());
        } catch (SQLException e) {
            if (SqliteFailure.isConstraint(e)) {
                throw duplicate(e);
            }
            throw e;
        }
    }

    /// Removes up to `limit` expired documents of all tenants.
    ///
    /// @return how many
    int sweep(SqliteSession session, int limit) throws SQLException {
        if (collection.expiryField().isEmpty()) {
            return 0;
        }
        String expiry = member(collection.expiryField().get());
        return session.update(
                "DELETE FROM " + table + " WHERE rowid IN (SELECT rowid FROM " + table + " WHERE " + expiry
                        + " <= ? LIMIT ?)",
                now(),
                limit);
    }

    static String tableDefinition(Collection<?> collection) {
        return "CREATE TABLE IF NOT EXISTS " + tableName(collection.name())
                + "(rowid INTEGER PRIMARY KEY, tenant INTEGER NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,"
                + " body TEXT NOT NULL)";
    }

    /// Index name, as in `sqlite_schema` → its definition, in the form in which `sqlite_schema` repeats it.
    static Map<String, String> indexDefinitions(Collection<?> collection) {
        String table = tableName(collection.name());
        Map<String, String> definitions = new LinkedHashMap<>();
        definitions.put(
                bareName(collection.name(), "~id"),
                "CREATE UNIQUE INDEX " + indexName(collection.name(), "~id") + " ON " + table + "(tenant, id)");
        for (Index index : collection.indexes()) {
            definitions.put(bareName(collection.name(), index.name()), definition(collection, index));
        }
        collection
                .expiryField()
                .ifPresent(field -> definitions.put(
                        bareName(collection.name(), "~expiry"),
                        "CREATE INDEX " + indexName(collection.name(), "~expiry") + " ON " + table + "(" + member(field)
                                + ") WHERE " + member(field) + " IS NOT NULL"));
        return definitions;
    }

    private static String definition(Collection<?> collection, Index index) {
        String members = index.fields().stream().map(DocumentTable::member).collect(Collectors.joining(", "));
        String head = "INDEX " + indexName(collection.name(), index.name()) + " ON " + tableName(collection.name())
                + "(tenant, " + members;
        return index.unique() ? "CREATE UNIQUE " + head + ") WHERE " + allPresent(index) : "CREATE " + head + ", id)";
    }

    /// @throws IllegalArgumentException when the index cannot answer the query
    void requireAnswerable(IndexQuery query) {
        statement(collection.index(query.index()), query);
    }

    private String statement(Index index, IndexQuery query) {
        Shape shape = new Shape(
                index.name(), query.equal().size(), query.after() != null, query.before() != null, query.descending());
        return finds.computeIfAbsent(shape, missing -> findStatement(index, shape));
    }

    private String findStatement(Index index, Shape shape) {
        List<String> fields = index.fields();
        if (shape.equal > fields.size() || (shape.equal == fields.size() && (shape.after || shape.before))) {
            throw new IllegalArgumentException(index.name() + " has only the fields " + fields);
        }
        StringBuilder sql = new StringBuilder("SELECT id, version, body FROM ")
                .append(table)
                .append(" INDEXED BY ")
                .append(indexName(collection.name(), index.name()))
                .append(" WHERE tenant = ?");
        fields.subList(0, shape.equal)
                .forEach(field -> sql.append(" AND ").append(member(field)).append(" = ?"));
        if (shape.after) {
            sql.append(" AND ").append(member(fields.get(shape.equal))).append(" > ?");
        }
        if (shape.before) {
            sql.append(" AND ").append(member(fields.get(shape.equal))).append(" < ?");
        }
        if (index.unique()) {
            sql.append(" AND ").append(allPresent(index));
        }
        collection.expiryField().ifPresent(field -> sql.append(aliveCondition(field)));
        String direction = shape.descending ? " DESC" : "";
        List<String> order = new ArrayList<>(fields.subList(shape.equal, fields.size()).stream()
                .map(DocumentTable::member)
                .toList());
        if (!index.unique()) {
            order.add("id"); // A unique index has no ties to settle.
        }
        if (!order.isEmpty()) {
            sql.append(" ORDER BY ")
                    .append(String.join(direction + ", ", order))
                    .append(direction);
        }
        return sql.append(" LIMIT ?").toString();
    }

    /// Runs an insert or update. Where documents expire, one that has and is not yet swept must not stand in
    /// the way.
    private int write(SqliteSession session, long tenant, String id, byte[] body, Write write) throws SQLException {
        try {
            return write.run();
        } catch (SQLException e) {
            if (!SqliteFailure.isConstraint(e)) {
                throw e;
            }
            if (collection.expiryField().isEmpty() || removeExpiredRivals(session, tenant, id, body) == 0) {
                throw duplicate(e);
            }
        }
        try {
            return write.run();
        } catch (SQLException e) {
            if (SqliteFailure.isConstraint(e)) {
                throw duplicate(e);
            }
            throw e;
        }
    }

    private int removeExpiredRivals(SqliteSession session, long tenant, String id, byte[] body) throws SQLException {
        String expired = " AND " + member(collection.expiryField().orElseThrow()) + " <= ?";
        String now = now();
        int removed =
                session.update("DELETE FROM " + table + " WHERE tenant = ? AND id = ?" + expired, tenant, id, now);
        for (Index index : collection.indexes()) {
            if (index.unique()) {
                String sameValues = index.fields().stream()
                        .map(field -> " AND " + member(field) + " = json_extract(CAST(?2 AS TEXT), '$." + field + "')")
                        .collect(Collectors.joining());
                removed += session.update(
                        "DELETE FROM " + table + " WHERE tenant = ?1" + sameValues + expired.replace("?", "?3"),
                        tenant,
                        body,
                        now);
            }
        }
        return removed;
    }

    /// SQLite names the index when it is on expressions, and the columns when it is the one on the id.
    private DuplicateKeyException duplicate(SQLException failure) {
        String message = String.valueOf(failure.getMessage());
        String name = collection.indexes().stream()
                .filter(Index::unique)
                .map(Index::name)
                .filter(index -> message.contains("'" + bareName(collection.name(), index) + "'"))
                .findFirst()
                .orElse("id");
        return new DuplicateKeyException(collection.name(), name);
    }

    private boolean isExpiring() {
        return collection.expiryField().isPresent();
    }

    private Object[] withNow(Object... arguments) {
        if (!isExpiring()) {
            return arguments;
        }
        Object[] extended = Arrays.copyOf(arguments, arguments.length + 1);
        extended[arguments.length] = now();
        return extended;
    }

    private String now() {
        return Json.time(clock.instant());
    }

    private Versioned<T> document(ResultSet row) throws SQLException {
        return new Versioned<>(row.getString(1), Json.read(row.getBytes(3), collection.type()), row.getLong(2));
    }

    private static void addIfPresent(List<Object> arguments, @Nullable Object value) {
        if (value != null) {
            arguments.add(value);
        }
    }

    private static String allPresent(Index index) {
        return index.fields().stream()
                .map(field -> member(field) + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
    }

    private static String aliveCondition(String field) {
        return " AND (" + member(field) + " IS NULL OR " + member(field) + " > ?)";
    }

    private static String member(String field) {
        return "json_extract(body, '$." + field + "')";
    }

    static String bareTableName(String collection) {
        return "d." + collection;
    }

    private static String tableName(String collection) {
        return "\"" + bareTableName(collection) + "\"";
    }

    private static String indexName(String collection, String index) {
        return "\"" + bareName(collection, index) + "\"";
    }

    private static String bareName(String collection, String index) {
        return bareTableName(collection) + "." + index;
    }

    private record Shape(String index, int equal, boolean after, boolean before, boolean descending) {}

    @FunctionalInterface
    private interface Write {
        int run() throws SQLException;
    }
}
