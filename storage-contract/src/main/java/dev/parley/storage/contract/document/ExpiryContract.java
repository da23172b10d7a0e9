package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// From the instant in its expiry member on a document is no longer there, swept or not.
public interface ExpiryContract extends DocumentStoreContract {
    private static Instant past() {
        return Instant.now().minusSeconds(60);
    }

    private static Instant future() {
        return Instant.now().plusSeconds(3600);
    }

    @Test
    default void hidesExpiredDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "gone", Note.by("ada", 1).withAt(past()));
        insert(store, tenant, FLEETING, "there", Note.by("ada", 2).withAt(future()));
        assertThat(store.get(tenant, FLEETING, "gone")).isEmpty();
        assertThat(ids(store, tenant, FLEETING, IndexQuery.on("by_author_seq").limit(1)))
                .containsExactly("there");
        run(store, tenant, transaction -> {
            assertThat(transaction.get(FLEETING, "gone")).isEmpty();
            assertThat(transaction.contains(FLEETING, "gone")).isFalse();
            assertThat(transaction.contains(FLEETING, "there")).isTrue();
            assertThat(transaction.find(FLEETING, IndexQuery.on("by_author_seq")))
                    .hasSize(1);
        });
    }

    @Test
    default void hidesDocumentWhenItsTimeComes() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.EMPTY.withAt(Instant.now().plusMillis(300)));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> store.get(tenant, FLEETING, "n1").isEmpty());
    }

    @Test
    default void keepsDocumentWithoutExpiry() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.named("for ever"));
        assertThat(present(store, tenant, FLEETING, "n1").value()).isEqualTo(Note.named("for ever"));
    }

    @Test
    default void expiresOnlyWhereDeclared() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "n1", Note.EMPTY.withAt(past()));
        assertThat(store.get(tenant, NOTES, "n1")).isPresent();
    }

    @Test
    default void extendsLifeByReplace() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.named("longer").withAt(future()));
        Instant later = future().plusSeconds(60);
        run(
                store,
                tenant,
                transaction ->
                        transaction.replace(FLEETING, "n1", Note.named("longer").withAt(later), 1));
        assertThat(present(store, tenant, FLEETING, "n1").value())
                .isEqualTo(Note.named("longer").withAt(later));
    }

    @Test
    default void treatsExpiredDocumentAsAbsent() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.EMPTY.withAt(past()));
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.replace(FLEETING, "n1", Note.EMPTY, 1)))
                .isInstanceOf(StaleVersionException.class);
        assertThatThrownBy(() -> run(store, tenant, transaction -> transaction.delete(FLEETING, "n1", 1)))
                .isInstanceOf(StaleVersionException.class);
    }

    @Test
    default void freesIdOfExpiredDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.named("old").withAt(past()));
        insert(store, tenant, FLEETING, "n1", Note.named("new").withAt(future()));
        assertThat(present(store, tenant, FLEETING, "n1").version()).isEqualTo(1);
        assertThat(ids(store, tenant, FLEETING, IndexQuery.on("by_name"))).containsExactly("n1");
    }

    @Test
    default void freesUniqueValueOfExpiredDocument() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, FLEETING, "n1", Note.named("wanted").withAt(past()));
        insert(store, tenant, FLEETING, "n2", Note.named("wanted").withAt(future()));
        insert(store, tenant, FLEETING, "n3", Note.named("gone too").withAt(past()));
        run(store, tenant, transaction -> {
            var mine = transaction.get(FLEETING, "n2").orElseThrow();
            transaction.replace(FLEETING, "n2", Note.named("gone too").withAt(future()), mine.version());
        });
        assertThat(ids(store, tenant, FLEETING, IndexQuery.on("by_name"))).containsExactly("n2");
        assertThatThrownBy(() -> insert(store, tenant, FLEETING, "n4", Note.named("gone too")))
                .isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    default void freesNothingOfOtherTenant() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        TenantId other = Fixtures.freshTenant();
        insert(store, other, FLEETING, "n1", Note.named("theirs").withAt(future()));
        insert(store, tenant, FLEETING, "n1", Note.named("theirs").withAt(past()));
        insert(store, tenant, FLEETING, "n1", Note.named("theirs").withAt(future()));
        assertThat(store.get(other, FLEETING, "n1")).isPresent();
    }
}
