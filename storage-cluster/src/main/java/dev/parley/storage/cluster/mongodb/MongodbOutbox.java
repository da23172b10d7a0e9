package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.event.Event;
import java.util.List;
import java.util.Optional;

/// The outbox of a [MongodbDocumentStore]. Its events are an [EventTable]; the right to relay is a [Lease].
public final class MongodbOutbox implements Outbox {
    private static final String RELAY = "relay";

    private final MongodbEngine engine;
    private final EventTable events;
    private final Lease lease;

    MongodbOutbox(MongodbEngine engine, EventTable events) {
        this.engine = engine;
        this.events = events;
        this.lease = new Lease(engine, RELAY, System::nanoTime);
    }

    @Override
    public void append(TenantId tenant, List<Event> appended) {
        engine.transact((scope, clearingRivals) -> {
            try {
                events.append(scope, tenant, appended);
                return true;
            } catch (MongoException e) {
                throw MongodbFailure.isConflict(e) ? new ConflictException(e, false) : MongodbFailure.unavailable(e);
            }
        });
    }

    @Override
    public List<OutboxEvent> oldest(int limit) {
        return engine.read(scope -> events.oldest(scope, limit));
    }

    @Override
    public void remove(List<OutboxEvent> relayed) {
        if (!relayed.isEmpty()) {
            engine.read(scope -> {
                events.remove(scope, relayed);
                return true;
            });
        }
    }

    @Override
    public long waiting(String topic) {
        return engine.read(scope -> events.waiting(scope, topic));
    }

    @Override
    public Optional<Lead> tryLead() {
        return lease.tryTake().map(held -> held);
    }
}
