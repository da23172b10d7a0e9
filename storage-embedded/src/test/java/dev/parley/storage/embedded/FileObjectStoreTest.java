package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.object.ObjectListingContract;
import dev.parley.storage.contract.object.ObjectStoreContract;
import dev.parley.storage.contract.object.WholeObjectContract;
import dev.parley.storage.object.ObjectStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileObjectStoreTest implements WholeObjectContract, ObjectListingContract {
    @TempDir
    Path folder;

    private ObjectStore objects;

    @BeforeEach
    void open() {
        objects = new FileObjectStore(folder.resolve("objects"));
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public ObjectStore reopenedObjects() {
        objects.close();
        open();
        return objects;
    }

    @Test
    void removesLeftoversOfCrash() throws Exception {
        Path leftover = Files.createFile(folder.resolve("objects/incoming/7"));
        reopenedObjects();
        assertThat(leftover).doesNotExist();
    }

    @Test
    void removesFoldersThatBecameEmpty() throws Exception {
        put(TenantId.DEFAULT, "a/b/c", ObjectStoreContract.content(1));
        objects.delete(TenantId.DEFAULT, "a/b/c");
        try (var left = Files.list(folder.resolve("objects").resolve(TenantId.DEFAULT.value()))) {
            assertThat(left).isEmpty();
        }
    }
}
