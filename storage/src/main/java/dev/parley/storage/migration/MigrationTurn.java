package dev.parley.storage.migration;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.migration.MigrationStore.Lease;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// How one process takes its turn among others that migrate.
///
/// @param holder names this process, unlike any other
/// @param patience how long the holder may be silent before it is taken for dead. Longer than a batch by far
public record MigrationTurn(String holder, Duration patience) {
    public static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final int LOOKS = 50;
    private static final long FIRST_PAUSE_MILLIS = 50;

    public MigrationTurn {
        if (holder.isEmpty() || !patience.isPositive()) {
            throw new IllegalArgumentException("a holder with patience, not " + holder + ", " + patience);
        }
    }

    /// Waits until nobody else migrates, or whoever does is dead; then runs `work`, which is told the holder.
    void take(MigrationStore store, Consumer<String> work) {
        Lease seen = store.lease();
        long sinceNanos = System.nanoTime();
        while (!isFree(seen, sinceNanos) || !store.take(seen, holder)) {
            sleep(Math.max(1, patience.toMillis() / LOOKS));
            Lease now = store.lease();
            if (!now.equals(seen)) {
                seen = now;
                sinceNanos = System.nanoTime();
            }
        }
        try {
            work.accept(holder);
        } catch (RuntimeException e) {
            releaseAfter(e, store);
            throw e;
        }
        store.release(holder);
    }

    private void releaseAfter(RuntimeException failure, MigrationStore store) {
        try {
            store.release(holder);
        } catch (RuntimeException e) {
            // Then others wait until their patience is over.
            failure.addSuppressed(e);
        }
    }

    /// Waits before the next attempt, longer each time.
    void pause(int failures) {
        sleep(FIRST_PAUSE_MILLIS << failures);
    }

    private boolean isFree(Lease seen, long sinceNanos) {
        return seen.holder().isEmpty()
                || seen.holder().equals(holder)
                || System.nanoTime() - sinceNanos >= patience.toNanos();
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while others migrate", e);
        }
    }
}
