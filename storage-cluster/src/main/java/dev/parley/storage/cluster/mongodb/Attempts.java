package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.TransactionOptions;
import com.mongodb.client.ClientSession;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/// Runs transactions: again when one collided with another, until its time is up.
///
/// Between two attempts it waits for a random time whose bound doubles (full jitter), so that those who collided do
/// not collide again. A commit whose outcome is unknown is sent again, which the server takes for the same; when no
/// answer comes in time, the outcome stays unknown.
final class Attempts {
    private static final TransactionOptions SERIALIZABLE = TransactionOptions.builder()
            .readConcern(ReadConcern.SNAPSHOT)
            .writeConcern(ClientSettings.DURABLE)
            .readPreference(ReadPreference.primary())
            .build();
    private static final long FIRST_PAUSE_NANOS = Duration.ofMillis(4).toNanos();
    private static final long LONGEST_PAUSE_NANOS = Duration.ofMillis(250).toNanos();
    private static final int MAX_DOUBLINGS = 6;

    private final CausalTime time;
    private final RandomGenerator random;
    private final MongodbConfig.Timeouts timeouts;

    Attempts(CausalTime time, RandomGenerator random, MongodbConfig.Timeouts timeouts) {
        this.time = time;
        this.random = random;
        this.timeouts = timeouts;
    }

    /// What a transaction does in a session, told whether to clear expired rivals before it writes.
    interface Work<R> {
        R run(Scope scope, boolean clearingRivals);
    }

    /// @param confirm makes sure that what an attempt saw is on a majority, before its refusal is told
    /// @throws StoreUnavailableException when every attempt collided, or there is no primary
    /// @throws AmbiguousCommitException when no answer to the commit came
    <R> R run(Work<R> work, Consumer<Scope> confirm) {
        long deadline = System.nanoTime() + timeouts.transaction().toNanos();
        boolean clearingRivals = false;
        for (int attempt = 0; ; attempt++) {
            try {
                return once(work, confirm, clearingRivals);
            } catch (ConflictException e) {
                clearingRivals |= e.rivals();
                long pause = pauseNanos(attempt);
                if (System.nanoTime() + pause > deadline) {
                    throw new StoreUnavailableException(
                            "MongoDB: the transaction collided " + (attempt + 1) + " times, until its time was up", e);
                }
                LockSupport.parkNanos(pause);
            }
        }
    }

    private <R> R once(Work<R> work, Consumer<Scope> confirm, boolean clearingRivals) {
        try (ClientSession session = time.begin()) {
            session.startTransaction(SERIALIZABLE);
            Scope scope = new Scope(session);
            R result;
            try {
                result = work.run(scope, clearingRivals);
            } catch (ConflictException | StoreUnavailableException e) {
                throw e; // closing the session aborts
            } catch (RuntimeException e) {
                session.abortTransaction();
                confirm.accept(scope);
                throw e;
            }
            commit(session);
            time.advanceTo(session.getOperationTime());
            return result;
        } catch (MongoException e) {
            throw MongodbFailure.unavailable(e);
        }
    }

    private void commit(ClientSession session) {
        long deadline = System.nanoTime() + timeouts.operation().toNanos();
        for (int attempt = 0; ; attempt++) {
            try {
                session.commitTransaction();
                return;
            } catch (MongoException e) {
                if (MongodbFailure.isConflict(e)) {
                    throw new ConflictException(e, false);
                }
                long pause = pauseNanos(attempt);
                if (System.nanoTime() + pause > deadline) {
                    throw new AmbiguousCommitException("MongoDB did not answer the commit: " + e.getMessage(), e);
                }
                LockSupport.parkNanos(pause);
            }
        }
    }

    private long pauseNanos(int attempt) {
        long bound = Math.min(FIRST_PAUSE_NANOS << Math.min(attempt, MAX_DOUBLINGS), LONGEST_PAUSE_NANOS);
        return random.nextLong(bound);
    }
}
