package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStorageTest {
    private static final Collection<Note> NOTES = Collection.of(
            "test_notes", Note.class, Index.on("by_author_seq", "author", "seq"), Index.unique("by_name", "name"));

    @TempDir
    Path folder;

    @Test
    void keepsDocumentsAndEventsOverReopening() throws InterruptedException {
        try (EmbeddedStorage storage = open()) {
            storage.documents().declare(List.of(NOTES));
            storage.documents().transact(TenantId.DEFAULT, transaction -> {
                transaction.insert(NOTES, "n1", new Note("ada", 1, "one"));
                transaction.insert(NOTES, "n2", new Note("ada", 2, "two"));
                transaction.append(new Event("notes", "n1", "note.written.v1", "{}".getBytes(StandardCharsets.UTF_8)));
                return true;
            });
        }
        try (EmbeddedStorage storage = open()) {
            storage.documents().declare(List.of(NOTES));
            assertThat(storage.documents()
                            .find(
                                    TenantId.DEFAULT,
                                    NOTES,
                                    IndexQuery.on("by_author_seq").equal("ada").after(1L)))
                    .containsExactly(new Versioned<>("n2", new Note("ada", 2, "two"), 1));
            BlockingQueue<String> seen = new LinkedBlockingQueue<>();
            storage.events()
                    .consume(
                            "notes",
                            "test",
                            batch -> batch.forEach(e -> seen.add(e.event().key())));
            assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("n1");
        }
    }

    @Test
    void refusesDuplicates() {
        try (EmbeddedStorage storage = open()) {
            storage.documents().declare(List.of(NOTES));
            storage.documents().transact(TenantId.DEFAULT, transaction -> {
                transaction.insert(NOTES, "n1", new Note("ada", 1, "one"));
                return true;
            });
            assertThatThrownBy(() -> storage.documents().transact(TenantId.DEFAULT, transaction -> {
                        transaction.insert(NOTES, "n3", new Note("bob", 1, "one"));
                        return true;
                    }))
                    .isInstanceOfSatisfying(
                            DuplicateKeyException.class,
                            e -> assertThat(e.index()).isEqualTo("by_name"));
        }
    }

    @Test
    void refusesFolderInUse() {
        try (EmbeddedStorage storage = open()) {
            storage.documents().check();
            assertThatThrownBy(this::open).isInstanceOf(FolderInUseException.class);
        }
        open().close();
    }

    @Test
    void refusesFolderThatIsFile() throws Exception {
        Path file = Files.createFile(folder.resolve("data"));
        assertThatThrownBy(() -> EmbeddedStorage.open(EmbeddedStorageConfig.of(file), InstantSource.system()))
                .isInstanceOf(FolderUnusableException.class);
    }

    @Test
    void createsEverythingForItsOwnerOnly() throws Exception {
        try (EmbeddedStorage storage = open()) {
            storage.documents().declare(List.of(NOTES));
            storage.objects().put(TenantId.DEFAULT, "a/b", new java.io.ByteArrayInputStream(new byte[10]), 100);
            try (var files = Files.walk(folder)) {
                assertThat(files)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .endsWith("------"));
            }
        }
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }

    record Note(String author, long seq, String name) {}
}
