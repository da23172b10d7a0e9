package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.event.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;

/// The events of the outbox, one document each, in the order of their ids:
///
/// ```
/// { _id: 7430…, t: "<tenant>", topic: "messages", key: "cnv_…", type: "message.appended.v1", payload: BinData(…), at:
/// ISODate(…) }
/// ```
///
/// Each tenant and key has a counter with its last id, that every transaction with an event of the key writes. So
/// of two such transactions one begins after the other has committed, and its ids are greater.
final class EventTable {
    static final String TOPIC = "topic";
    private static final String KEY = "key";
    private static final String TYPE = "type";
    private static final String PAYLOAD = "payload";
    private static final String AT = Footprint.GUARD_TIME;
    private static final String LAST = "last";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final MongodbEngine engine;
    private final MongoCollection<BsonDocument> outbox;
    private final MongoCollection<BsonDocument> snapshot;
    private final MongoCollection<BsonDocument> counters;

    EventTable(MongodbEngine engine) {
        this.engine = engine;
        this.outbox = engine.database().getCollection(Schema.OUTBOX, BsonDocument.class);
        this.snapshot = outbox.withReadConcern(ReadConcern.SNAPSHOT);
        this.counters = engine.database().getCollection(Schema.COUNTERS, BsonDocument.class);
    }

    /// Adds events within the transaction of `scope`.
    void append(Scope scope, TenantId tenant, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = engine.clock().instant();
        Map<String, Long> last = lastIds(scope, tenant, events);
        List<BsonDocument> documents = new ArrayList<>();
        for (Event event : events) {
            String counter = counter(tenant, event);
            long id = EventNumber.next(now, counter, last.getOrDefault(counter, 0L));
            last.put(counter, id);
            documents.add(document(id, tenant, now, event));
        }
        List<WriteModel<BsonDocument>> raises = new ArrayList<>();
        last.forEach((counter, id) -> raises.add(new UpdateOneModel<>(
                Filters.eq(StoredForm.ID, counter),
                Updates.combine(Updates.set(LAST, id), Updates.set(AT, Date.from(now))),
                UPSERT)));
        try {
            scope.write(counters, raises);
            scope.insertAll(outbox, documents);
        } catch (MongoException e) {
            if (MongodbFailure.isDuplicateKey(e)) {
                throw new ConflictException(e, false); // another was first with this counter, or with this very id
            }
            throw e;
        }
    }

    /// The first events in the order of ids, in a snapshot: without one, a scan could miss an event and still find
    /// a later one of the same key.
    List<OutboxEvent> oldest(Scope scope, int limit) {
        List<OutboxEvent> found = new ArrayList<>();
        scope.find(snapshot, Filters.empty())
                .sort(Sorts.ascending(StoredForm.ID))
                .limit(limit)
                .forEach(document -> found.add(event(document)));
        return found;
    }

    void remove(Scope scope, List<OutboxEvent> relayed) {
        scope.deleteAll(
                outbox,
                Filters.in(StoredForm.ID, relayed.stream().map(OutboxEvent::id).toList()));
    }

    long waiting(Scope scope, String topic) {
        return scope.count(outbox, Filters.eq(TOPIC, topic));
    }

    private Map<String, Long> lastIds(Scope scope, TenantId tenant, List<Event> events) {
        List<String> names =
                events.stream().map(event -> counter(tenant, event)).distinct().toList();
        Map<String, Long> last = new LinkedHashMap<>();
        scope.find(counters, Filters.in(StoredForm.ID, names))
                .forEach(document -> last.put(
                        document.getString(StoredForm.ID).getValue(),
                        document.getInt64(LAST).getValue()));
        return last;
    }

    private static String counter(TenantId tenant, Event event) {
        return tenant.value() + "/" + event.key();
    }

    private static BsonDocument document(long id, TenantId tenant, Instant now, Event event) {
        return new BsonDocument(StoredForm.ID, new BsonInt64(id))
                .append(StoredForm.TENANT, new BsonString(tenant.value()))
                .append(TOPIC, new BsonString(event.topic()))
                .append(KEY, new BsonString(event.key()))
                .append(TYPE, new BsonString(event.type()))
                .append(PAYLOAD, new BsonBinary(event.payload()))
                .append(AT, new BsonDateTime(now.toEpochMilli()));
    }

    private static OutboxEvent event(BsonDocument document) {
        return new OutboxEvent(
                document.getInt64(StoredForm.ID).getValue(),
                new TenantId(document.getString(StoredForm.TENANT).getValue()),
                Instant.ofEpochMilli(document.getDateTime(AT).getValue()),
                new Event(
                        document.getString(TOPIC).getValue(),
                        document.getString(KEY).getValue(),
                        document.getString(TYPE).getValue(),
                        document.getBinary(PAYLOAD).getData()));
    }
}
