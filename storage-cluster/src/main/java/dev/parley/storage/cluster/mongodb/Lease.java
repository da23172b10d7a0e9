package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoWriteException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Updates;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// A right that one process of the installation has at a time: `{ _id: "relay", term: 3, beat: 17, free: false }`.
///
/// Its holder raises `beat` every quarter of the lease's length and believes in it for three quarters after it last
/// began to do so. Others take it, with a new `term`, when they saw the same term and beat for the whole length.
/// Only intervals of each process's own clock count, so that clocks that are apart do no harm; every change is a
/// majority write that names the term and beat it replaces, so that of two takers one wins.
final class Lease {
    private static final String TERM = "term";
    private static final String BEAT = "beat";
    private static final String FREE = "free";

    private final MongodbEngine engine;
    private final MongoCollection<BsonDocument> leases;
    private final String name;
    private final LongSupplier nanoClock;
    private final Duration length;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable BsonDocument seen;
    private long seenSinceNanos;

    Lease(MongodbEngine engine, String name, LongSupplier nanoClock) {
        this.engine = engine;
        this.leases = engine.database().getCollection(Schema.LEASES, BsonDocument.class);
        this.name = name;
        this.nanoClock = nanoClock;
        this.length = engine.config().timeouts().lead();
    }

    Duration length() {
        return length;
    }

    LongSupplier nanoClock() {
        return nanoClock;
    }

    /// Takes the right if nobody has it. Who asks every second or so learns in time that its holder is gone.
    Optional<HeldLease> tryTake() {
        lock.lock();
        try {
            long begun = nanoClock.getAsLong();
            BsonDocument current = engine.read(
                    scope -> scope.find(leases, Filters.eq(StoredForm.ID, name)).first());
            if (current == null) {
                return insert() ? Optional.of(new HeldLease(this, 1, begun)) : Optional.empty();
            }
            if (!current.getBoolean(FREE).getValue() && !isAbandoned(current)) {
                return Optional.empty();
            }
            long term = current.getInt64(TERM).getValue() + 1;
            boolean taken = change(
                    Filters.and(
                            Filters.eq(StoredForm.ID, name),
                            Filters.eq(TERM, term - 1),
                            Filters.eq(BEAT, current.getInt64(BEAT).getValue())),
                    Updates.combine(Updates.set(TERM, term), Updates.inc(BEAT, 1L), Updates.set(FREE, false)));
            return taken ? Optional.of(new HeldLease(this, term, begun)) : Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    /// Whether the lease was still that of `term`, and lives on.
    boolean renew(long term) {
        return change(same(term), Updates.inc(BEAT, 1L));
    }

    void release(long term) {
        change(same(term), Updates.set(FREE, true));
    }

    private boolean isAbandoned(BsonDocument current) {
        long now = nanoClock.getAsLong();
        if (!current.equals(seen)) {
            seen = current;
            seenSinceNanos = now;
        }
        return now - seenSinceNanos >= length.toNanos();
    }

    private boolean insert() {
        BsonDocument first = new BsonDocument(StoredForm.ID, new BsonString(name))
                .append(TERM, new BsonInt64(1))
                .append(BEAT, new BsonInt64(1))
                .append(FREE, BsonBoolean.FALSE);
        return engine.unlessUnavailable(() -> {
            try {
                leases.insertOne(first);
                return true;
            } catch (MongoWriteException e) {
                if (MongodbFailure.isDuplicateKey(e)) {
                    return false;
                }
                throw e;
            }
        });
    }

    private Bson same(long term) {
        return Filters.and(Filters.eq(StoredForm.ID, name), Filters.eq(TERM, term), Filters.eq(FREE, false));
    }

    private boolean change(Bson filter, Bson update) {
        return engine.unlessUnavailable(() -> leases.updateOne(filter, update).getMatchedCount() == 1);
    }
}
