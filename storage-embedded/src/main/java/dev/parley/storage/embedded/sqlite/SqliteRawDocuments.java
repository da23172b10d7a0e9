package dev.parley.storage.embedded.sqlite;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentBounds;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Documents of all tenants, read tenant by tenant in the order of their names: the rows know only numbers.
final class SqliteRawDocuments implements RawDocuments {
    private static final String TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'd.%'";
    private static final String TENANTS = "SELECT no, name FROM tenants WHERE name >= ? ORDER BY name";

    private final SqliteDatabase database;
    private final SqliteDocumentStore store;

    SqliteRawDocuments(SqliteDatabase database, SqliteDocumentStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public List<String> collections() {
        store.requireReadable();
        return database.readers().read(session -> {
            List<String> names = new ArrayList<>();
            session.query(TABLES, row -> names.add(row.getString(1).substring(2)));
            names.sort(null);
            return List.copyOf(names);
        });
    }

    @Override
    public List<RawDocument> scan(String collection, @Nullable DocumentKey after, int limit) {
        RawDocuments.requirePage(limit);
        store.requireReadable();
        return database.readers().read(session -> {
            if (session.number("SELECT 1 FROM sqlite_schema WHERE name = ?", DocumentTable.bareTableName(collection))
                    == null) {
                return List.of();
            }
            Page page = new Page(collection, limit);
            for (Tenant tenant : tenants(session, after)) {
                page.add(session, tenant, lastId(tenant, after));
                if (page.isFull()) {
                    break;
                }
            }
            return page.documents;
        });
    }

    @Override
    public void load(Collection<?> collection, List<RawDocument> documents) {
        store.requireReadable();
        DocumentTable<?> table = store.table(collection);
        if (documents.isEmpty()) {
            return;
        }
        RawDocuments.requirePage(documents.size());
        documents.forEach(DocumentBounds::require);
        database.writer().run(session -> {
            for (RawDocument document : documents) {
                long tenant =
                        database.tenants().numberOf(session, document.tenant().value());
                table.load(session, tenant, document);
            }
            return true;
        });
    }

    private static String lastId(Tenant tenant, @Nullable DocumentKey after) {
        return after != null && tenant.id.equals(after.tenant()) ? after.id() : "";
    }

    private static List<Tenant> tenants(SqliteSession session, @Nullable DocumentKey after) throws SQLException {
        List<Tenant> tenants = new ArrayList<>();
        session.query(
                TENANTS,
                row -> tenants.add(new Tenant(row.getLong(1), new TenantId(row.getString(2)))),
                after == null ? "" : after.tenant().value());
        return tenants;
    }

    private record Tenant(long number, TenantId id) {}

    /// What is read until it is full.
    private static final class Page {
        private final String select;
        private final int limit;
        private final List<RawDocument> documents = new ArrayList<>();
        private long bytes;

        Page(String collection, int limit) {
            this.select = "SELECT id, version, body FROM \"" + DocumentTable.bareTableName(collection)
                    + "\" WHERE tenant = ? AND id > ? ORDER BY id LIMIT ?";
            this.limit = limit;
        }

        boolean isFull() {
            return documents.size() >= limit || bytes >= MAX_PAGE_BYTES;
        }

        void add(SqliteSession session, Tenant tenant, String afterId) throws SQLException {
            session.query(
                    select,
                    row -> {
                        byte[] json = row.getBytes(3);
                        bytes += json.length;
                        documents.add(new RawDocument(tenant.id, row.getString(1), row.getLong(2), json));
                        return !isFull();
                    },
                    tenant.number,
                    afterId,
                    limit - documents.size());
        }
    }
}
