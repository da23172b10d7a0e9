package dev.parley.storage.cluster.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// What PostgreSQL makes of our statements.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PostgresqlPlanTest {
    private static final Index BY_AUTHOR = Index.on("by_author_seq", "author", "seq");
    private static final Index BY_NAME = Index.unique("by_name", "name", "seq");
    private static final Collection<Note> NOTES =
            Collection.of("plan_notes", Note.class, BY_AUTHOR, BY_NAME).expiringAt("at");

    private final TenantId tenant = Fixtures.freshTenant();
    private PostgresqlStorage storage;

    @BeforeAll
    void open() {
        storage = PostgresqlFixture.open(PostgresqlFixture.freshSchema());
        storage.documents().declare(List.of(NOTES));
    }

    @AfterAll
    void close() {
        storage.close();
    }

    @Test
    void answersEveryQueryInTheOrderOfItsIndex() throws SQLException {
        assertWalksIndexes(NOTES, DocumentSql.generated(NOTES).keySet());
    }

    /// Indexed later, so by expression.
    @Test
    void answersByIndexThatWasAddedLater() throws SQLException {
        Collection<Note> before = Collection.of("plan_later", Note.class);
        storage.documents().declare(List.of(before));
        DocumentStoreContract.insert(storage.documents(), tenant, before, "n1", Note.by("ada", 1));
        Collection<Note> after =
                Collection.of("plan_later", Note.class, BY_AUTHOR, BY_NAME).expiringAt("at");
        storage.documents().declare(List.of(after));
        assertWalksIndexes(after, Set.of());
    }

    /// On a table that is all but empty, as PostgreSQL sees it, where it has the least reason to use an index.
    private void assertWalksIndexes(Collection<Note> collection, Set<String> columns) throws SQLException {
        DocumentSql sql = new DocumentSql(collection, columns);
        for (Index index : List.of(BY_AUTHOR, BY_NAME)) {
            for (boolean descending : List.of(false, true)) {
                assertThat(plan(sql.find(index, descending)))
                        .contains("Index Scan")
                        .contains(index.name() + "_")
                        .contains("Index Cond")
                        .doesNotContain("Seq Scan")
                        .doesNotContain("Sort");
            }
        }
        for (String byId : List.of(sql.get(), sql.contains(), sql.replace(), sql.delete(), sql.removeExpired())) {
            assertThat(plan(byId)).contains("using " + DocumentSql.table(collection) + "_id");
        }
        assertThat(plan(sql.removeExpiredRival(BY_NAME)))
                .contains("using by_name_")
                .doesNotContain("Seq Scan");
        assertThat(plan(sql.sweep())).contains("using expiry_").doesNotContain("Seq Scan");
    }

    private String plan(String sql) throws SQLException {
        try (Connections.Lease lease = storage.connections().transaction();
                PreparedStatement statement = lease.connection().prepareStatement("EXPLAIN " + sql)) {
            for (int i = 1; i <= statement.getParameterMetaData().getParameterCount(); i++) {
                switch (statement.getParameterMetaData().getParameterTypeName(i)) {
                    case "int8" -> statement.setLong(i, 10);
                    case "int4" -> statement.setInt(i, 10);
                    case "jsonb" -> statement.setString(i, "{}");
                    default -> statement.setString(i, "x");
                }
            }
            StringBuilder plan = new StringBuilder();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    plan.append(rows.getString(1)).append('\n');
                }
            }
            lease.connection().rollback();
            return plan.toString();
        }
    }

    /// What a process leaves behind that was killed while it built an index.
    @Test
    void buildsInvalidIndexAgain() {
        Collection<Note> before = Collection.of("plan_invalid", Note.class);
        storage.documents().declare(List.of(before));
        DocumentStoreContract.insert(storage.documents(), tenant, before, "n1", Note.named("same"));
        DocumentStoreContract.insert(storage.documents(), tenant, before, "n2", Note.named("same"));
        Collection<Note> after = Collection.of("plan_invalid", Note.class, Index.unique("by_name", "name"));
        assertThatThrownBy(() -> storage.documents().declare(List.of(after))).isInstanceOf(IllegalStateException.class);
        DocumentStoreContract.run(
                storage.documents(), tenant, transaction -> transaction.replace(before, "n2", Note.named("other"), 1));
        storage.documents().declare(List.of(after));
        assertThat(DocumentStoreContract.ids(storage.documents(), tenant, after, IndexQuery.on("by_name")))
                .containsExactly("n2", "n1");
    }

    @Test
    void refusesIndexedValueThatNoIndexHolds() {
        StringBuilder random = new StringBuilder();
        new Random(1).ints(40_000, 33, 126).forEach(c -> random.append((char) c));
        assertThatThrownBy(() -> DocumentStoreContract.insert(
                        storage.documents(), tenant, NOTES, "large", Note.by(random.toString(), 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
