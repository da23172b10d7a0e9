package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentBounds;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Documents of all tenants, in the order of the primary key.
final class PostgresqlRawDocuments implements RawDocuments {
    private static final String TABLES = "SELECT relname FROM pg_class WHERE relkind = 'r'"
            + " AND relnamespace = current_schema()::regnamespace AND starts_with(relname, ?)";
    /// So that large documents do not all come at once.
    private static final int ROWS_AT_A_TIME = 50;

    private final Connections connections;
    private final PostgresqlDocumentStore store;

    PostgresqlRawDocuments(Connections connections, PostgresqlDocumentStore store) {
        this.connections = connections;
        this.store = store;
    }

    @Override
    public List<String> collections() {
        PostgresqlDocumentStore.requireNoTransaction();
        return store.inside(() -> connections.read(connection -> {
            List<String> names = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
                statement.setString(1, DocumentSql.TABLE_PREFIX);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        names.add(rows.getString(1).substring(DocumentSql.TABLE_PREFIX.length()));
                    }
                }
            }
            names.sort(null);
            return List.copyOf(names);
        }));
    }

    @Override
    public List<RawDocument> scan(String collection, @Nullable DocumentKey after, int limit) {
        RawDocuments.requirePage(limit);
        PostgresqlDocumentStore.requireNoTransaction();
        return store.inside(() -> {
            if (!collections().contains(collection)) {
                return List.of();
            }
            return connections.read(connection -> {
                connection.setAutoCommit(false); // else the driver takes all rows at once
                try {
                    List<RawDocument> page = page(connection, collection, after, limit);
                    connection.commit();
                    return page;
                } catch (SQLException e) {
                    connection.rollback();
                    throw e;
                }
            });
        });
    }

    private static List<RawDocument> page(
            Connection connection, String collection, @Nullable DocumentKey after, int limit) throws SQLException {
        String sql = "SELECT tenant, id, version, document::text FROM \"" + DocumentSql.TABLE_PREFIX + collection
                + "\" WHERE (tenant, id) > (?, ?) ORDER BY tenant, id LIMIT ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, after == null ? "" : after.tenant().value());
            statement.setString(2, after == null ? "" : NulEscape.store(after.id()));
            statement.setInt(3, limit);
            statement.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet rows = statement.executeQuery()) {
                List<RawDocument> page = new ArrayList<>();
                long bytes = 0;
                while (bytes < MAX_PAGE_BYTES && rows.next()) {
                    byte[] json = NulEscape.loadJson(rows.getBytes(4));
                    bytes += json.length;
                    page.add(new RawDocument(
                            new TenantId(rows.getString(1)), NulEscape.load(rows.getString(2)), rows.getLong(3), json));
                }
                return page;
            }
        }
    }

    @Override
    public void load(Collection<?> collection, List<RawDocument> documents) {
        PostgresqlDocumentStore.requireNoTransaction();
        store.inside(() -> {
            DocumentTable<?> table = store.table(collection);
            if (documents.isEmpty()) {
                return true;
            }
            RawDocuments.requirePage(documents.size());
            documents.forEach(DocumentBounds::require);
            return connections.read(connection -> {
                table.load(connection, documents);
                return true;
            });
        });
    }
}
