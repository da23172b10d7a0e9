package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.migration.MigrationRefusedException;
import dev.parley.storage.migration.SchemaStep;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The steps by which the tables of a folder come into being.
class SchemaTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");
    private static final Collection<Thing> THINGS = Collection.of("things", Thing.class);

    @TempDir
    Path folder;

    private record Thing(long n) {}

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.fixed(NOW));
    }

    private void sql(String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
                Statement running = connection.createStatement()) {
            running.execute(statement);
        }
    }

    @Test
    void goesBackToEveryStepAndForwardAgain() {
        int last;
        try (EmbeddedStorage storage = open()) {
            storage.documents().declare(List.of(THINGS));
            storage.documents().transact(TenantId.DEFAULT, tx -> {
                tx.insert(THINGS, "one", new Thing(1));
                return true;
            });
            last = SchemaStep.reached(storage.schema());
            assertThat(last).isEqualTo(storage.schema().size());
        }
        for (int step = last - 1; step >= 1; step--) {
            EmbeddedStorage.schemaBack(folder, step);
            try (EmbeddedStorage storage = open()) {
                assertThat(SchemaStep.reached(storage.schema())).isEqualTo(last);
                assertThat(storage.schema().getLast().takenAt()).contains(NOW);
                storage.documents().declare(List.of(THINGS));
                assertThat(storage.documents().get(TenantId.DEFAULT, THINGS, "one"))
                        .isPresent();
            }
        }
        assertThatThrownBy(() -> EmbeddedStorage.schemaBack(folder, 0)).isInstanceOf(MigrationRefusedException.class);
    }

    @Test
    void refusesAFolderOfANewerVersionAndLeavesItAlone() throws SQLException {
        open().close();
        sql("PRAGMA user_version = 77");
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(this::open)
                    .isInstanceOf(SchemaTooNewException.class)
                    .hasMessageContaining("parley.db is at step 77")
                    .hasMessageNotContaining("\n");
        }
        assertThatThrownBy(() -> EmbeddedStorage.schemaBack(folder, 1)).isInstanceOf(SchemaTooNewException.class);
        sql("PRAGMA user_version = 2");
        open().close();
    }

    @Test
    void isNotChangedWhileItIsOpen() {
        try (EmbeddedStorage storage = open()) {
            assertThat(storage.schema()).isNotEmpty();
            assertThatThrownBy(() -> EmbeddedStorage.schemaBack(folder, 1)).isInstanceOf(FolderInUseException.class);
        }
    }
}
