package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.SourceTree;
import dev.parley.core.json.Json;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.migration.Migration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What every migration must hold, on the documents that earlier versions left behind.
class MigrationsTest {
    @TempDir
    Path folder;

    @Test
    void areIdempotentInBothDirections() throws IOException {
        unpackDatabase();
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system())) {
            RawDocuments raw = storage.documents().raw();
            assertThat(raw.scan("messaging_messages", null, RawDocuments.MAX_PAGE))
                    .isNotEmpty();
            for (Migration migration : Migrations.ALL) {
                for (RawDocument document : raw.scan(migration.collection().name(), null, RawDocuments.MAX_PAGE)) {
                    assertIdempotent(migration, (ObjectNode) Json.parse(document.json()));
                }
            }
        }
    }

    private static void assertIdempotent(Migration migration, ObjectNode document) {
        ObjectNode forward = migration.forward().apply(document.deepCopy());
        assertThat(migration.forward().apply(forward.deepCopy()))
                .as(migration.name())
                .isEqualTo(forward);
        ObjectNode back = migration.back().apply(forward.deepCopy());
        assertThat(migration.back().apply(back.deepCopy())).as(migration.name()).isEqualTo(back);
    }

    private void unpackDatabase() throws IOException {
        Path fixture = SourceTree.root().resolve("e2e/src/test/fixtures/data-1.zip");
        try (InputStream file = Files.newInputStream(fixture);
                ZipInputStream zip = new ZipInputStream(file)) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().equals("parley.db")) {
                    Files.copy(zip, folder.resolve("parley.db"));
                }
            }
        }
    }
}
