package dev.parley.storage.cluster.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.migration.SchemaStep;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// The steps of the schema, forward and back, and a schema as an earlier version left it.
class PostgresqlSchemaTest {
    static final Collection<Note> NOTES = Collection.of(
            "earlier_notes", Note.class, Index.on("by_author_seq", "author", "seq"), Index.unique("by_name", "name"));

    @Test
    void goesBackAndForward() {
        PostgresqlConfig config = PostgresqlFixture.freshSchema();
        try (PostgresqlStorage storage = PostgresqlFixture.open(config)) {
            assertThat(SchemaStep.reached(storage.schema())).isEqualTo(2);
            assertThat(storage.schema()).allMatch(step -> step.takenAt().isPresent());
        }
        PostgresqlStorage.schemaBack(config, 1);
        assertThat(sql(config, "SELECT max(number) FROM " + config.schema() + ".parley_schema"))
                .isEqualTo("1");
        try (PostgresqlStorage storage = PostgresqlFixture.open(config)) {
            assertThat(SchemaStep.reached(storage.schema())).isEqualTo(2);
            storage.outbox().append(TenantId.DEFAULT, List.of(Fixtures.event("things", "key", 1)));
            assertThat(storage.outbox().oldest(10)).hasSize(1);
        }
    }

    @Test
    void refusesWhatANewerVersionTookAwayAndToleratesWhatItAdded() {
        PostgresqlConfig config = PostgresqlFixture.freshSchema();
        PostgresqlFixture.open(config).close();
        sql(config, "INSERT INTO " + config.schema() + ".parley_schema VALUES (3, 'more', 'EXPAND')");
        PostgresqlFixture.open(config).close();
        assertThatThrownBy(() -> PostgresqlStorage.schemaBack(config, 1)).isInstanceOf(SchemaTooNewException.class);

        sql(config, "INSERT INTO " + config.schema() + ".parley_schema VALUES (4, 'less', 'CONTRACT')");
        assertThatThrownBy(() -> PostgresqlFixture.open(config))
                .isInstanceOf(SchemaTooNewException.class)
                .hasMessageContaining(config.schema())
                .hasMessageContaining("step 4");
    }

    /// `earlier-2.sql` is what [PostgresqlDump] wrote when step 2 was the last.
    @Test
    void opensTheSchemaOfAnEarlierVersion() throws IOException {
        PostgresqlConfig config = PostgresqlFixture.config().withSchema("earlier_2");
        restore("earlier-2.sql");
        try (PostgresqlStorage storage = PostgresqlFixture.open(config)) {
            storage.documents().declare(List.of(NOTES));
            assertThat(storage.documents().get(TenantId.DEFAULT, NOTES, "n2"))
                    .contains(new Versioned<>("n2", Note.by("ada", 2).withName("second"), 2));
            assertThat(storage.documents()
                            .find(
                                    TenantId.DEFAULT,
                                    NOTES,
                                    IndexQuery.on("by_author_seq").equal("ada")))
                    .extracting(Versioned::id)
                    .containsExactly("n1", "n2", "n3");
            assertThat(storage.outbox().oldest(10))
                    .extracting(event -> event.event().key())
                    .containsExactly("kept");
            assertThat(SchemaStep.reached(storage.schema()))
                    .isEqualTo(storage.schema().size());
        }
    }

    private static void restore(String resource) throws IOException {
        try (InputStream in = Objects.requireNonNull(PostgresqlSchemaTest.class.getResourceAsStream(resource))) {
            String dump = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            PostgresqlFixture.server().sql("\\connect people\nSET ROLE parley;\n" + dump);
        }
    }

    private static String sql(PostgresqlConfig config, String statement) {
        String last = PostgresqlFixture.server().sql("\\connect people\n" + statement);
        assertThat(config.server().database()).isEqualTo("people");
        return last.lines().reduce("", (before, line) -> line);
    }
}
