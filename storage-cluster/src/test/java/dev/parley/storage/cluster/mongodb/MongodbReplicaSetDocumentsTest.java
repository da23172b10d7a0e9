package dev.parley.storage.cluster.mongodb;

import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.AtomicTransactionsContract;
import dev.parley.storage.contract.document.DocumentDurabilityContract;
import dev.parley.storage.contract.document.ExpiryContract;
import dev.parley.storage.contract.document.IndexDeclarationContract;
import dev.parley.storage.contract.document.IndexOrderContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.contract.document.OptimisticVersionContract;
import dev.parley.storage.contract.document.RawDocumentsContract;
import dev.parley.storage.contract.document.StoredDocumentContract;
import dev.parley.storage.contract.document.TenantIsolationContract;
import dev.parley.storage.contract.document.UniqueIndexContract;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// All document promises, on a MongoDB that can keep them, with a second storage as the other process.
@Tag(ReplicaSet.NEEDED)
class MongodbReplicaSetDocumentsTest
        implements StoredDocumentContract,
                OptimisticVersionContract,
                UniqueIndexContract,
                IndexOrderContract,
                IndexDeclarationContract,
                AtomicTransactionsContract,
                ExpiryContract,
                TenantIsolationContract,
                DocumentDurabilityContract,
                RawDocumentsContract {
    private MongodbStorage storage;
    private MongodbStorage other;

    @BeforeEach
    void open() {
        storage = ReplicaSet.open();
        other = ReplicaSet.open();
    }

    @AfterEach
    void close() {
        storage.close();
        other.close();
    }

    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    @Override
    public DocumentStore elsewhere() {
        return other.documents();
    }

    @Override
    public DocumentStore reopened() {
        close();
        open();
        return storage.documents();
    }

    /// What neither of two finds, both would write: one of them must see the other's.
    @Test
    void preventsSkewOverAbsentDocuments() {
        DocumentStore store = declared();
        for (int round = 0; round < 20; round++) {
            TenantId tenant = Fixtures.freshTenant();
            List<Callable<Boolean>> rivals = List.of(
                    () -> insertUnlessOtherIsThere(store, tenant, "a", "b"),
                    () -> insertUnlessOtherIsThere(elsewhere(), tenant, "b", "a"));
            assertThat(Fixtures.concurrently(rivals)).containsOnlyOnce(true);
        }
    }

    private static boolean insertUnlessOtherIsThere(DocumentStore store, TenantId tenant, String own, String theirs) {
        return store.transact(tenant, transaction -> {
            if (transaction.contains(DRAFTS, theirs)) {
                return false;
            }
            transaction.insert(DRAFTS, own, Note.EMPTY);
            return true;
        });
    }

    /// A query without a value looks at every place of its index.
    @Test
    void preventsPhantomsOfWholeIndex() {
        DocumentStore store = declared();
        for (int round = 0; round < 5; round++) {
            TenantId tenant = Fixtures.freshTenant();
            List<Callable<Boolean>> rivals =
                    List.of(() -> insertUnlessAny(store, tenant, "a"), () -> insertUnlessAny(elsewhere(), tenant, "b"));
            assertThat(Fixtures.concurrently(rivals)).containsOnlyOnce(true);
        }
    }

    private static boolean insertUnlessAny(DocumentStore store, TenantId tenant, String id) {
        return store.transact(tenant, transaction -> {
            if (!transaction
                    .find(NOTES, IndexQuery.on("by_author_seq").limit(1))
                    .isEmpty()) {
                return false;
            }
            transaction.insert(NOTES, id, Note.by(id, 1));
            return true;
        });
    }

    /// A document that moves to where another looked is a phantom as well.
    @Test
    void preventsPhantomsByReplace() {
        DocumentStore store = declared();
        for (int round = 0; round < 20; round++) {
            TenantId tenant = Fixtures.freshTenant();
            insert(store, tenant, NOTES, "a", Note.by("idle", 1));
            insert(store, tenant, NOTES, "b", Note.by("idle", 2));
            List<Callable<Boolean>> rivals =
                    List.of(() -> becomeLeader(store, tenant, "a"), () -> becomeLeader(elsewhere(), tenant, "b"));
            assertThat(Fixtures.concurrently(rivals)).containsOnlyOnce(true);
        }
    }

    private static boolean becomeLeader(DocumentStore store, TenantId tenant, String id) {
        return store.transact(tenant, transaction -> {
            if (!transaction
                    .find(NOTES, IndexQuery.on("by_author_seq").equal("leader"))
                    .isEmpty()) {
                return false;
            }
            var mine = transaction.get(NOTES, id).orElseThrow();
            transaction.replace(NOTES, id, mine.value().withAuthor("leader"), mine.version());
            return true;
        });
    }

    /// That others read it is no change of a document.
    @Test
    void leavesVersionWhenItIsOnlyRead() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        insert(store, tenant, NOTES, "read", Note.named("read"));
        store.transact(tenant, transaction -> {
            transaction.get(NOTES, "read");
            transaction.insert(NOTES, "written", Note.EMPTY);
            return true;
        });
        assertThat(present(store, tenant, NOTES, "read").version()).isEqualTo(1);
    }
}
