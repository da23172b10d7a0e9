package dev.parley.storage.embedded.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Steps of a version to come.
class SqliteSchemaTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-01-31T09:30:00Z"));
    private static final SqliteSchema.Step FIRST =
            new SqliteSchema.Step(1, "first", Phase.EXPAND, List.of("CREATE TABLE one(n)"), List.of());
    private static final SqliteSchema.Step TIMES = new SqliteSchema.Step(
            2,
            "times",
            Phase.EXPAND,
            List.of("CREATE TABLE parley_schema(number INTEGER, name TEXT, taken_millis INTEGER)"),
            List.of("DROP TABLE parley_schema"));
    private static final SqliteSchema.Step AWAY =
            new SqliteSchema.Step(3, "away", Phase.CONTRACT, List.of("DROP TABLE one"), List.of("CREATE TABLE one(n)"));
    private static final SqliteSchema.Step BROKEN = new SqliteSchema.Step(
            3, "broken", Phase.EXPAND, List.of("CREATE TABLE half(n)", "CREATE nonsense"), List.of());

    @TempDir
    Path folder;

    private Path file = Path.of("");

    @BeforeEach
    void create() throws Exception {
        file = Files.createFile(folder.resolve("test.db"));
    }

    private int reached(SqliteSchema schema) throws SQLException {
        try (SqliteSession session = SqliteSession.writing(file, 1024)) {
            return SchemaStep.reached(schema.steps(session));
        }
    }

    private void forward(SqliteSchema schema) throws SQLException {
        try (SqliteSession session = SqliteSession.writing(file, 1024)) {
            schema.goForward(session, file, CLOCK, Phase.EXPAND);
        }
    }

    private boolean hasTable(String name) throws SQLException {
        try (SqliteSession session = SqliteSession.writing(file, 1024)) {
            return session.number("SELECT 1 FROM sqlite_schema WHERE name = ?", name) != null;
        }
    }

    @Test
    void takesNothingAwayBeforeItIsAsked() throws SQLException {
        SqliteSchema schema = new SqliteSchema(List.of(FIRST, TIMES, AWAY));
        forward(schema);
        assertThat(reached(schema)).isEqualTo(2);
        assertThat(hasTable("one")).isTrue();
        schema.contract(file, CLOCK);
        assertThat(reached(schema)).isEqualTo(3);
        assertThat(hasTable("one")).isFalse();
        schema.goBack(file, 2);
        assertThat(reached(schema)).isEqualTo(2);
        assertThat(hasTable("one")).isTrue();
    }

    @Test
    void takesAStepWholeOrNotAtAll() throws SQLException {
        SqliteSchema schema = new SqliteSchema(List.of(FIRST, TIMES, BROKEN));
        assertThatThrownBy(() -> forward(schema)).isInstanceOf(SQLException.class);
        assertThat(reached(schema)).isEqualTo(2);
        assertThat(hasTable("half")).isFalse();
    }
}
