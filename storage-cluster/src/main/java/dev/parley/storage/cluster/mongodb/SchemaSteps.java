package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import com.mongodb.client.model.ReplaceOptions;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/// What the store needs besides the collections of services, in numbered steps. The collection `parley_schema` says
/// which were taken: `{ _id: 2, name: "outbox", phase: "EXPAND", at: ISODate(…) }`.
///
/// MongoDB changes no collections and indexes in transactions, so each step can be taken again from its middle.
final class SchemaSteps {
    private static final List<Step> STEPS = List.of(
            new Step(1, "guards", Phase.EXPAND, SchemaSteps::makeGuards, database -> drop(database, Schema.GUARDS)),
            new Step(2, "outbox", Phase.EXPAND, SchemaSteps::makeOutbox, SchemaSteps::dropOutbox));

    /// Longer than any transaction by far, so that no transaction overlaps the removal of what it relies on.
    private static final long GUARD_HOURS = 24;

    /// Longer than clocks of two processes are apart by far: after it, numbers go on from the time of day.
    private static final long COUNTER_DAYS = 7;

    private static final String TURN = "schema";
    private static final long TURN_PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(2);
    private static final long BETWEEN_LOOKS_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final String NAME = "name";
    private static final String PHASE = "phase";
    private static final String AT = "at";

    private SchemaSteps() {}

    private record Step(
            int number, String name, Phase phase, Consumer<MongoDatabase> forward, Consumer<MongoDatabase> back) {}

    private record Taken(Phase phase, Instant at) {}

    /// Takes the steps that are missing, with [Phase#EXPAND] up to the first that takes something away. One process
    /// at a time.
    ///
    /// @throws SchemaTooNewException when a newer version has taken something away. What it only added does no harm
    static void apply(MongodbEngine engine, Phase furthest) {
        if (next(engine, furthest).isPresent()) {
            alone(engine, () -> {
                Optional<Step> step = next(engine, furthest);
                while (step.isPresent()) {
                    take(engine, step.get());
                    step = next(engine, furthest);
                }
            });
        }
    }

    /// All steps, in order.
    static List<SchemaStep> steps(MongodbEngine engine) {
        Map<Integer, Taken> taken = taken(engine);
        return STEPS.stream()
                .map(step -> new SchemaStep(
                        step.number,
                        step.name,
                        step.phase,
                        Optional.ofNullable(taken.get(step.number)).map(Taken::at)))
                .toList();
    }

    /// Takes steps back, the last one first, to the end of step `number`. One process at a time, and none that
    /// works.
    ///
    /// @throws SchemaTooNewException when there are steps that this version cannot take back
    static void goBack(MongodbEngine engine, int number) {
        alone(engine, () -> {
            Map<Integer, Taken> taken = taken(engine);
            int last = taken.keySet().stream().mapToInt(Integer::intValue).max().orElse(0);
            if (last > STEPS.size()) {
                throw new SchemaTooNewException(name(engine), last, STEPS.size());
            }
            for (Step step : STEPS.reversed()) {
                if (step.number > number && taken.containsKey(step.number)) {
                    engine.unlessUnavailable(() -> {
                        step.back.accept(engine.unhurriedDatabase());
                        return record(engine).deleteOne(Filters.eq(StoredForm.ID, step.number));
                    });
                }
            }
        });
    }

    /// The first step that is missing and may be taken.
    private static Optional<Step> next(MongodbEngine engine, Phase furthest) {
        Map<Integer, Taken> taken = taken(engine);
        taken.forEach((number, found) -> {
            if (number > STEPS.size() && found.phase == Phase.CONTRACT) {
                throw new SchemaTooNewException(name(engine), number, STEPS.size());
            }
        });
        return STEPS.stream()
                .filter(step -> !taken.containsKey(step.number))
                .findFirst()
                .filter(step -> step.phase.compareTo(furthest) <= 0);
    }

    private static void take(MongodbEngine engine, Step step) {
        BsonDocument record = new BsonDocument(StoredForm.ID, new BsonInt32(step.number))
                .append(NAME, new BsonString(step.name))
                .append(PHASE, new BsonString(step.phase.name()))
                .append(AT, new BsonDateTime(engine.clock().millis()));
        engine.unlessUnavailable(() -> {
            step.forward.accept(engine.unhurriedDatabase());
            return record(engine)
                    .replaceOne(Filters.eq(StoredForm.ID, step.number), record, new ReplaceOptions().upsert(true));
        });
    }

    private static Map<Integer, Taken> taken(MongodbEngine engine) {
        return engine.unlessUnavailable(() -> {
            Map<Integer, Taken> taken = new TreeMap<>();
            record(engine)
                    .find(Filters.exists(PHASE))
                    .forEach(step -> taken.put(
                            step.getNumber(StoredForm.ID).intValue(),
                            new Taken(
                                    Phase.valueOf(step.getString(PHASE).getValue()),
                                    Instant.ofEpochMilli(step.getDateTime(AT).getValue()))));
            return taken;
        });
    }

    /// Runs the work when no other process of the installation does the like.
    ///
    /// @throws StoreUnavailableException when others are at it for too long
    private static void alone(MongodbEngine engine, Runnable work) {
        Lease turn = new Lease(engine, TURN, System::nanoTime);
        long deadline = System.nanoTime() + TURN_PATIENCE_NANOS;
        Optional<HeldLease> held = turn.tryTake();
        while (held.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new StoreUnavailableException("another process changes " + name(engine) + " for too long");
            }
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            held = turn.tryTake();
        }
        try (HeldLease ours = held.get()) {
            work.run();
            if (!ours.isHeld()) {
                // Each step can be taken twice, so nothing is spoilt; but who knows what else stood still.
                throw new StoreUnavailableException("the right to change " + name(engine) + " ran out meanwhile");
            }
        }
    }

    private static MongoCollection<BsonDocument> record(MongodbEngine engine) {
        return engine.database().getCollection(Schema.STEPS, BsonDocument.class);
    }

    private static String name(MongodbEngine engine) {
        return "the database " + engine.database().getName();
    }

    private static void makeGuards(MongoDatabase database) {
        make(database, Schema.LEASES);
        make(database, Schema.GUARDS);
        expiring(database, Schema.GUARDS, GUARD_HOURS, TimeUnit.HOURS);
    }

    private static void makeOutbox(MongoDatabase database) {
        make(database, Schema.OUTBOX);
        make(database, Schema.COUNTERS);
        expiring(database, Schema.COUNTERS, COUNTER_DAYS, TimeUnit.DAYS);
        database.getCollection(Schema.OUTBOX).createIndex(Indexes.ascending(EventTable.TOPIC));
    }

    private static void dropOutbox(MongoDatabase database) {
        drop(database, Schema.OUTBOX);
        drop(database, Schema.COUNTERS);
    }

    private static void drop(MongoDatabase database, String name) {
        database.getCollection(name).drop();
    }

    private static void expiring(MongoDatabase database, String name, long amount, TimeUnit unit) {
        database.getCollection(name)
                .createIndex(Indexes.ascending(Footprint.GUARD_TIME), new IndexOptions().expireAfter(amount, unit));
    }

    private static void make(MongoDatabase database, String name) {
        try {
            database.createCollection(name);
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != MongodbFailure.NAMESPACE_EXISTS) {
                throw e;
            }
        }
    }
}
