package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/// The connection to one database and the ways to run commands on it: a read in a causal session, and a
/// transaction.
///
/// Where the server has no sessions, as the one of some tests, commands run as they are and nothing is atomic.
final class MongodbEngine {
    private static final long CHECK_MILLIS = 900;
    private static final long SNAPSHOT_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long UNHURRIED_SECONDS = 3600;

    private final MongodbConfig config;
    private final MongoClient client;
    private final MongoDatabase database;
    private final MongoCollection<BsonDocument> guards;
    private final MongoCollection<BsonDocument> schema;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final CausalTime time;
    private final @Nullable Attempts attempts;
    private volatile boolean closed;

    MongodbEngine(
            MongodbConfig config, MongoClient client, InstantSource clock, RandomGenerator random, boolean sessions) {
        this.config = config;
        this.client = client;
        this.database = client.getDatabase(config.database());
        this.guards = database.getCollection(Schema.GUARDS, BsonDocument.class);
        this.schema = database.getCollection(Schema.STEPS, BsonDocument.class);
        this.clock = clock;
        this.random = random;
        this.time = new CausalTime(client);
        this.attempts = sessions ? new Attempts(time, random, config.timeouts()) : null;
    }

    MongodbConfig config() {
        return config;
    }

    MongoDatabase database() {
        return database;
    }

    /// The database for commands that take as long as there are documents: building an index.
    MongoDatabase unhurriedDatabase() {
        return database.withTimeout(UNHURRIED_SECONDS, TimeUnit.SECONDS);
    }

    InstantSource clock() {
        return clock;
    }

    RandomGenerator random() {
        return random;
    }

    <R> R read(Function<Scope, R> command) {
        if (attempts == null) {
            return unlessUnavailable(() -> command.apply(new Scope(null)));
        }
        return unlessUnavailable(() -> {
            long deadline = System.nanoTime() + config.timeouts().operation().toNanos();
            while (true) {
                try (ClientSession session = time.begin()) {
                    R result = command.apply(new Scope(session));
                    time.advanceTo(session.getOperationTime());
                    return result;
                } catch (MongoException e) {
                    if (!MongodbFailure.isWithoutSnapshot(e) || System.nanoTime() > deadline) {
                        throw e;
                    }
                    LockSupport.parkNanos(SNAPSHOT_PAUSE_NANOS);
                }
            }
        });
    }

    <R> R transact(Attempts.Work<R> work) {
        if (attempts == null) {
            return unlessUnavailable(() -> work.run(new Scope(null), true));
        }
        return unlessUnavailable(() -> attempts.run(work, this::confirm));
    }

    void guard(Scope scope, Set<String> names) {
        if (names.isEmpty()) {
            return;
        }
        try {
            scope.write(guards, Footprint.guardWrites(names, clock.instant()));
        } catch (MongoException e) {
            if (MongodbFailure.isDuplicateKey(e)) {
                throw new ConflictException(e, false); // another was first to write this guard at all
            }
            throw e;
        }
    }

    /// A small write to a majority, within a second.
    void check() {
        unlessUnavailable(() -> schema.withTimeout(CHECK_MILLIS, TimeUnit.MILLISECONDS)
                .updateOne(
                        Filters.eq(StoredForm.ID, Schema.CHECKED),
                        Updates.set(Footprint.GUARD_TIME, Date.from(clock.instant())),
                        new UpdateOptions().upsert(true)));
    }

    void close() {
        closed = true;
        client.close();
    }

    /// A transaction reads what is committed on the primary but not yet on a majority, and may refuse because of
    /// it. A majority read in its session returns when a majority has it.
    private void confirm(Scope scope) {
        BsonDocument unused =
                scope.find(schema, Filters.eq(StoredForm.ID, Schema.CHECKED)).first();
        ClientSession session = scope.session();
        time.advanceTo(session == null ? null : session.getOperationTime());
    }

    /// Runs a command outside of transactions.
    <R> R unlessUnavailable(Supplier<R> command) {
        try {
            return command.get();
        } catch (MongoException e) {
            throw MongodbFailure.unavailable(e);
        } catch (IllegalStateException e) {
            if (closed) { // which the driver says like this
                throw new StoreUnavailableException("the connection to MongoDB is closed", e);
            }
            throw e;
        }
    }
}
