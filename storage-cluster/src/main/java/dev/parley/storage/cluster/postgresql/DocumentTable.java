package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/// The documents of one collection, by a connection of the caller's.
final class DocumentTable<T> {
    private final Collection<T> collection;
    private final DocumentSql sql;
    private final InstantSource clock;
    private final String get;
    private final String contains;
    private final String insert;
    private final String replace;
    private final String delete;

    DocumentTable(Collection<T> collection, DocumentSql sql, InstantSource clock) {
        this.collection = collection;
        this.sql = sql;
        this.clock = clock;
        this.get = sql.get();
        this.contains = sql.contains();
        this.insert = isExpiring() ? sql.insertIfFree() : sql.insert();
        this.replace = sql.replace();
        this.delete = sql.delete();
    }

    Collection<T> collection() {
        return collection;
    }

    Optional<Versioned<T>> get(Connection connection, TenantId tenant, String id) throws SQLException {
        return rows(connection, get, withNow(tenant.value(), NulEscape.store(id))).stream()
                .findFirst();
    }

    boolean contains(Connection connection, TenantId tenant, String id) throws SQLException {
        try (PreparedStatement statement =
                        prepared(connection, contains, withNow(tenant.value(), NulEscape.store(id)));
                ResultSet row = statement.executeQuery()) {
            return row.next();
        }
    }

    List<Versioned<T>> find(Connection connection, TenantId tenant, IndexQuery query) throws SQLException {
        Index index = collection.index(query.index());
        IndexKey.Range range = IndexKey.range(tenant, index, query);
        List<Object> arguments = withNow(range.from(), range.to());
        arguments.add(query.limit());
        return rows(connection, sql.find(index, query.descending()), arguments);
    }

    CommitMark insert(Connection connection, TenantId tenant, String id, byte[] document) throws SQLException {
        String text = stored(document);
        List<Object> arguments = List.of(tenant.value(), NulEscape.store(id), text);
        try {
            Optional<CommitMark> mark = write(connection, insert, arguments);
            if (mark.isPresent()) {
                return mark.get();
            }
            removeExpired(connection, tenant, id);
            removeExpiredRivals(connection, tenant, text);
            return write(connection, sql.insert(), arguments).orElseThrow();
        } catch (SQLException e) {
            throw duplicateOr(e);
        }
    }

    CommitMark replace(Connection connection, TenantId tenant, String id, byte[] document, long expectedVersion)
            throws SQLException {
        String text = stored(document);
        try {
            if (isExpiring() && collection.indexes().stream().anyMatch(Index::unique)) {
                removeExpiredRivals(connection, tenant, text);
            }
            return write(connection, replace, withNow(text, tenant.value(), NulEscape.store(id), expectedVersion))
                    .orElseThrow(() -> new StaleVersionException(collection.name(), id, expectedVersion));
        } catch (SQLException e) {
            throw duplicateOr(e);
        }
    }

    CommitMark delete(Connection connection, TenantId tenant, String id, long expectedVersion) throws SQLException {
        return write(connection, delete, withNow(tenant.value(), NulEscape.store(id), expectedVersion))
                .orElseThrow(() -> new StaleVersionException(collection.name(), id, expectedVersion));
    }

    /// Writes documents as they are, in the place of those with the same keys.
    void load(Connection connection, List<RawDocument> documents) throws SQLException {
        Object[] tenants = documents.stream().map(raw -> raw.tenant().value()).toArray();
        Object[] ids = documents.stream().map(raw -> NulEscape.store(raw.id())).toArray();
        Object[] versions = documents.stream().map(RawDocument::version).toArray();
        Object[] texts = documents.stream().map(raw -> stored(raw.json())).toArray();
        try (PreparedStatement statement = connection.prepareStatement(sql.load())) {
            statement.setArray(1, connection.createArrayOf("text", tenants));
            statement.setArray(2, connection.createArrayOf("text", ids));
            statement.setArray(3, connection.createArrayOf("int8", versions));
            statement.setArray(4, connection.createArrayOf("text", texts));
            statement.executeUpdate();
        } catch (SQLException e) {
            throw duplicateOr(e);
        }
    }

    /// Removes up to `limit` expired documents of all tenants.
    ///
    /// @return how many
    int sweep(Connection connection, int limit) throws SQLException {
        if (!isExpiring()) {
            return 0;
        }
        try (PreparedStatement statement = prepared(connection, sql.sweep(), List.of(now(), limit))) {
            return statement.executeUpdate();
        }
    }

    /// @throws IllegalArgumentException when the index cannot answer the query
    void requireAnswerable(TenantId tenant, IndexQuery query) {
        IndexKey.range(tenant, collection.index(query.index()), query);
    }

    private void removeExpired(Connection connection, TenantId tenant, String id) throws SQLException {
        try (PreparedStatement statement =
                prepared(connection, sql.removeExpired(), List.of(tenant.value(), NulEscape.store(id), now()))) {
            statement.executeUpdate();
        }
    }

    private void removeExpiredRivals(Connection connection, TenantId tenant, String document) throws SQLException {
        for (Index index : collection.indexes()) {
            if (index.unique()) {
                try (PreparedStatement statement =
                        prepared(connection, sql.removeExpiredRival(index), List.of(tenant.value(), document, now()))) {
                    statement.executeUpdate();
                }
            }
        }
    }

    /// @return empty when no row was written
    private static Optional<CommitMark> write(Connection connection, String sql, List<Object> arguments)
            throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet row = statement.executeQuery()) {
            return row.next() ? Optional.of(CommitMark.of(row, 1)) : Optional.empty();
        }
    }

    private List<Versioned<T>> rows(Connection connection, String sql, List<Object> arguments) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, arguments);
                ResultSet rows = statement.executeQuery()) {
            List<Versioned<T>> found = new ArrayList<>();
            while (rows.next()) {
                T value = Json.read(NulEscape.loadJson(rows.getBytes(3)), collection.type());
                found.add(new Versioned<>(NulEscape.load(rows.getString(1)), value, rows.getLong(2)));
            }
            return found;
        }
    }

    private static String stored(byte[] json) {
        return new String(NulEscape.storeJson(json), StandardCharsets.UTF_8);
    }

    private static PreparedStatement prepared(Connection connection, String sql, List<Object> arguments)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                default -> throw new IllegalStateException("never bound");
            }
        }
        return statement;
    }

    /// @throws DuplicateKeyException when that is what the failure is
    private SQLException duplicateOr(SQLException failure) {
        if (PostgresqlFailure.isDuplicate(failure)) {
            throw duplicate(failure);
        }
        return failure;
    }

    private DuplicateKeyException duplicate(SQLException failure) {
        @Nullable
        ServerErrorMessage message = failure instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
        @Nullable String constraint = message == null ? null : message.getConstraint();
        String index = constraint == null || constraint.equals(DocumentSql.table(collection) + "_id")
                ? "id"
                : DocumentSql.declaredName(constraint);
        DuplicateKeyException duplicate = new DuplicateKeyException(collection.name(), index);
        duplicate.initCause(failure);
        return duplicate;
    }

    private boolean isExpiring() {
        return collection.expiryField().isPresent();
    }

    private List<Object> withNow(Object... arguments) {
        List<Object> extended = new ArrayList<>(List.of(arguments));
        if (isExpiring()) {
            extended.add(now());
        }
        return extended;
    }

    private String now() {
        return IndexKey.value(Json.time(clock.instant()));
    }
}
