package dev.parley.storage.embedded;

import static dev.parley.storage.contract.document.DocumentStoreContract.DRAFTS;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.FaultyDocumentStore;
import dev.parley.storage.contract.document.Note;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests break their stores with it, so it must break what it says and nothing else.
class FaultyDocumentStoreTest {
    @TempDir
    Path folder;

    private EmbeddedStorage storage;
    private FaultyDocumentStore store;

    @BeforeEach
    void open() {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
        store = new FaultyDocumentStore(storage.documents());
        store.declare(List.of(DRAFTS));
    }

    @AfterEach
    void close() {
        storage.close();
    }

    @Test
    void failsOneTransactionBeforeOrAfterItsCommit() {
        store.failInsteadOfCommit(new StoreUnavailableException("away"));
        assertThatThrownBy(() -> write("d1")).hasMessage("away");
        assertThat(isThere("d1")).isFalse();
        store.loseNextAnswer();
        assertThatThrownBy(() -> write("d1")).isInstanceOf(AmbiguousCommitException.class);
        assertThat(isThere("d1")).isTrue();
        write("d2");
    }

    @Test
    void isBrokenUntilItHeals() {
        store.breakDown();
        assertThatThrownBy(() -> write("d1")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> isThere("d1")).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
        store.heal();
        store.check();
        assertThat(isThere("d1")).isFalse();
    }

    @Test
    void stallsUntilItHeals() throws Exception {
        store.stall();
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write("d1"));
        assertThat(storage.documents().get(TenantId.DEFAULT, DRAFTS, "d1")).isEmpty();
        assertThat(writing).isNotDone();
        store.heal();
        writing.get(30, TimeUnit.SECONDS);
        assertThat(isThere("d1")).isTrue();
    }

    private void write(String id) {
        insert(store, TenantId.DEFAULT, DRAFTS, id, Note.EMPTY);
    }

    private boolean isThere(String id) {
        return store.get(TenantId.DEFAULT, DRAFTS, id).isPresent();
    }
}
