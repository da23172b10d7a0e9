package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Repeats a transaction until it commits without conflict, or its time is over.
///
/// After a conflict at a known document the next attempt queues there. After one at an unknown place (a cycle of
/// reads and writes, found by PostgreSQL's serializable snapshot isolation: Ports, Grittner, VLDB 2012) it comes
/// again after a random pause, and from the third time on queues wherever it has been.
final class Attempts {
    private static final int PATIENT_ATTEMPTS = 3;
    private static final int MAX_PAUSE_MILLIS = 64;

    private final Connections connections;
    private final HotSpots hotSpots;
    private final RandomGenerator random;

    Attempts(Connections connections, HotSpots hotSpots, RandomGenerator random) {
        this.connections = connections;
        this.hotSpots = hotSpots;
        this.random = random;
    }

    <R> R run(PostgresqlDocumentStore store, TenantId tenant, Function<Transaction, R> work) {
        Duration patience = connections.config().timeouts().transaction();
        long deadline = System.nanoTime() + patience.toNanos();
        TreeSet<Integer> spots = new TreeSet<>();
        for (int conflicts = 0; ; ) {
            try (Attempt attempt = new Attempt(connections, hotSpots, spots, deadline)) {
                PostgresqlTransaction transaction = new PostgresqlTransaction(store, attempt, tenant);
                try {
                    R result = transaction.apply(work);
                    commit(attempt, transaction);
                    return result;
                } catch (Again again) {
                    conflicts += again.isConflict() ? 1 : 0;
                    prepare(again, spots, transaction.touched(), conflicts);
                    if (System.nanoTime() > deadline) {
                        throw new StoreUnavailableException("conflicts with other transactions for " + patience, again);
                    }
                }
            }
            if (spots.isEmpty()) {
                pause(conflicts);
            }
        }
    }

    private void prepare(Again again, TreeSet<Integer> spots, TreeSet<Integer> touched, int conflicts) {
        again.spot().ifPresent(spot -> {
            hotSpots.heat(spot);
            spots.add(spot);
            // Those would be met in the next attempt, and end it.
            touched.stream().filter(hotSpots::isHot).forEach(spots::add);
        });
        if (conflicts >= PATIENT_ATTEMPTS) {
            spots.addAll(touched);
        }
    }

    private void commit(Attempt attempt, PostgresqlTransaction transaction) {
        try {
            attempt.commit();
        } catch (SQLException e) {
            attempt.noticed(e);
            if (PostgresqlFailure.isConflict(e)) {
                throw new Again(e);
            }
            if (!PostgresqlFailure.isLost(e) || transaction.mark().isEmpty()) {
                throw PostgresqlFailure.ofStatement(e);
            }
            switch (CommitOutcome.of(transaction.mark().get(), attempt.incarnation(), connections)) {
                case COMMITTED -> {}
                case ABORTED -> throw new StoreUnavailableException("not committed: " + e.getMessage(), e);
                case UNKNOWN -> throw new AmbiguousCommitException("lost at its commit: " + e.getMessage(), e);
            }
        }
    }

    private void pause(int conflicts) {
        int bound = Math.min(MAX_PAUSE_MILLIS, 2 << Math.min(conflicts, 16));
        try {
            TimeUnit.MICROSECONDS.sleep(random.nextInt(bound * 1000));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted", e);
        }
    }
}
