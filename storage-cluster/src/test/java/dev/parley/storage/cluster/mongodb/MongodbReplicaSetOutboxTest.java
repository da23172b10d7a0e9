package dev.parley.storage.cluster.mongodb;

import static dev.parley.storage.contract.document.DocumentStoreContract.DRAFTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.DocumentStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The outbox of transactions that run at once.
@Tag(ReplicaSet.NEEDED)
class MongodbReplicaSetOutboxTest implements OutboxPromises {
    private MongodbStorage storage;
    private MongodbStorage other;

    @BeforeEach
    void open() {
        storage = ReplicaSet.open();
        other = ReplicaSet.open();
        storage.documents().declare(List.of(DRAFTS));
        other.documents().declare(List.of(DRAFTS));
    }

    @AfterEach
    void close() {
        storage.outbox().remove(storage.outbox().oldest(1000));
        storage.close();
        other.close();
    }

    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    @Override
    public Outbox outbox() {
        return storage.outbox();
    }

    @Override
    public Outbox outboxElsewhere() {
        return other.outbox();
    }

    @Test
    void keepsNothingOfTransactionThatFailed() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        assertThatThrownBy(() -> documents().transact(tenant, transaction -> {
                    transaction.insert(DRAFTS, "d1", Note.EMPTY);
                    transaction.append(Fixtures.event(topic, "key", 1));
                    throw new UnsupportedOperationException("changed my mind");
                }))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(outbox().waiting(topic)).isZero();
        assertThat(documents().get(tenant, DRAFTS, "d1")).isEmpty();
    }

    /// While writers of two processes append, what is found of the key is always a beginning of what there will be.
    @Test
    void showsNothingBehindWhatIsNotCommitted() {
        TenantId tenant = Fixtures.freshTenant();
        String topic = Fixtures.freshName();
        List<List<Long>> sightings = new ArrayList<>();
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (Outbox writer : List.of(outbox(), outboxElsewhere(), outbox(), outboxElsewhere())) {
            calls.add(() -> {
                for (int n = 0; n < 25; n++) {
                    writer.append(tenant, List.of(Fixtures.event(topic, "key", n)));
                }
                return true;
            });
        }
        calls.add(() -> {
            for (int look = 0; look < 50; look++) {
                sightings.add(kept(topic).stream().map(OutboxEvent::id).toList());
            }
            return true;
        });
        Fixtures.concurrently(calls);
        List<Long> all = kept(topic).stream().map(OutboxEvent::id).toList();
        assertThat(all).hasSize(100).isSorted();
        for (List<Long> sighting : sightings) {
            assertThat(all.subList(0, sighting.size())).isEqualTo(sighting);
        }
    }
}
