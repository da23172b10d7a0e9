package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bson.BsonDocument;

/// This adapter's own collections, and the numbered steps that make them. A step is idempotent and never changed
/// once released; which have been taken is kept in the collection of steps.
final class Schema {
    static final String STEPS = "parley_schema";
    static final String GUARDS = "parley_guards";
    static final String OUTBOX = "parley_outbox";
    static final String COUNTERS = "parley_outbox_counters";
    static final String LEASES = "parley_leases";

    /// All of these, which hold no documents of collections.
    static final Set<String> OWN = Set.of(STEPS, GUARDS, OUTBOX, COUNTERS, LEASES);

    /// The document of [#STEPS] that [MongodbEngine#check] writes.
    static final String CHECKED = "checked";

    /// Longer than any transaction by far, so that no transaction overlaps the removal of what it relies on.
    private static final long GUARD_HOURS = 24;

    /// Longer than clocks of two processes are apart by far: after it, numbers go on from the time of day.
    private static final long COUNTER_DAYS = 7;

    private static final String STEP_DOCUMENT = "mongodb";
    private static final String NUMBER = "step";

    private static final List<Consumer<MongoDatabase>> ALL = List.of(Schema::guardsAndOutbox);

    private Schema() {}

    /// Takes the steps that this database has not seen. Safe beside others that do the same.
    ///
    /// @throws MongodbUnsuitableException when a newer version of Parley has been here
    static void bringUpToDate(MongoDatabase database) {
        MongoCollection<BsonDocument> steps = database.getCollection(STEPS, BsonDocument.class);
        BsonDocument taken = steps.find(Filters.eq("_id", STEP_DOCUMENT)).first();
        int number = taken == null ? 0 : taken.getNumber(NUMBER).intValue();
        if (number > ALL.size()) {
            throw new MongodbUnsuitableException("the database " + database.getName() + " is at step " + number
                    + " of a newer version of Parley; this one knows " + ALL.size());
        }
        for (int step = number; step < ALL.size(); step++) {
            ALL.get(step).accept(database);
            steps.updateOne(
                    Filters.eq("_id", STEP_DOCUMENT), Updates.max(NUMBER, step + 1), new UpdateOptions().upsert(true));
        }
    }

    private static void guardsAndOutbox(MongoDatabase database) {
        for (String name : List.of(GUARDS, OUTBOX, COUNTERS, LEASES)) {
            createCollection(database, name);
        }
        expiring(database.getCollection(GUARDS), GUARD_HOURS, TimeUnit.HOURS);
        expiring(database.getCollection(COUNTERS), COUNTER_DAYS, TimeUnit.DAYS);
        database.getCollection(OUTBOX).createIndex(Indexes.ascending(EventTable.TOPIC));
    }

    private static void expiring(MongoCollection<?> collection, long amount, TimeUnit unit) {
        collection.createIndex(Indexes.ascending(Footprint.GUARD_TIME), new IndexOptions().expireAfter(amount, unit));
    }

    private static void createCollection(MongoDatabase database, String name) {
        try {
            database.createCollection(name);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != MongodbFailure.NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }
}
