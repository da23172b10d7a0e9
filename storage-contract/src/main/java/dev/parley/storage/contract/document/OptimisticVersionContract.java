package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/// Whoever changes a document names the version that it read, and is refused when another was faster.
public interface OptimisticVersionContract extends DocumentStoreContract {
    @Test
    default void startsAtOneAndRisesByOne() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("v1"));
        for (long version = 1; version <= 3; version++) {
            assertThat(present(store, tenant, NOTES, "n1"))
                    .isEqualTo(new Versioned<>("n1", Note.named("v" + version), version));
            long current = version;
            run(
                    store,
                    tenant,
                    transaction -> transaction.replace(NOTES, "n1", Note.named("v" + (current + 1)), current));
        }
    }

    @Test
    default void refusesToReplaceAnotherVersion() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("v1"));
        for (long wrong : List.of(0L, 2L, -1L)) {
            assertThatThrownBy(() -> run(
                            store, tenant, transaction -> transaction.replace(NOTES, "n1", Note.named("v2"), wrong)))
                    .isInstanceOf(StaleVersionException.class);
        }
        assertThat(present(store, tenant, NOTES, "n1")).isEqualTo(new Versioned<>("n1", Note.named("v1"), 1));
    }

    @Test
    default void refusesToDeleteAnotherVersion() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.named("v1"));
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.delete(NOTES, "n1", 2)))
                .isInstanceOf(StaleVersionException.class);
        assertThat(store.get(tenant, NOTES, "n1")).isPresent();
    }

    @Test
    default void refusesToChangeWhatIsAbsent() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.replace(NOTES, "n1", Note.EMPTY, 1)))
                .isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.delete(NOTES, "n1", 1)))
                .isInstanceOf(StaleVersionException.class);
    }

    @Test
    default void startsAgainAtOneAfterDelete() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.EMPTY);
        run(store, tenant, transaction -> transaction.replace(NOTES, "n1", Note.EMPTY, 1));
        run(store, tenant, transaction -> transaction.delete(NOTES, "n1", 2));
        insert(store, tenant, NOTES, "n1", Note.EMPTY);
        assertThat(present(store, tenant, NOTES, "n1").version()).isEqualTo(1);
    }

    @Test
    default void countsReplacesWithinOneTransaction() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        run(store, tenant, transaction -> {
            transaction.insert(NOTES, "n1", Note.named("a"));
            transaction.replace(NOTES, "n1", Note.named("b"), 1);
            transaction.replace(NOTES, "n1", Note.named("c"), 2);
        });
        assertThat(present(store, tenant, NOTES, "n1")).isEqualTo(new Versioned<>("n1", Note.named("c"), 3));
    }

    @Test
    default void letsOneOfManyReplaceTheSameVersion() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, DRAFTS, "n1", Note.EMPTY);
        Callable<Boolean> replace = () -> {
            try {
                run(store, tenant, transaction -> transaction.replace(DRAFTS, "n1", Note.named("won"), 1));
                return true;
            } catch (StaleVersionException e) {
                return false;
            }
        };
        assertThat(Fixtures.concurrently(Collections.nCopies(16, replace))).containsOnlyOnce(true);
        assertThat(present(store, tenant, DRAFTS, "n1").version()).isEqualTo(2);
    }
}
