package dev.parley.e2e.cluster.load;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/// The pauses between a client's attempts: 50 ms, doubled up to 1 s, at random between half and the whole of it.
final class Pauses {
    private static final long FIRST_MILLIS = 50;
    private static final long LONGEST_MILLIS = 1000;
    private static final int MOST_DOUBLINGS = 5;

    private final CountDownLatch end;
    private int attempts;

    /// @param end cuts every pause short
    Pauses(CountDownLatch end) {
        this.end = end;
    }

    /// @return whether to try again, which is so until the end
    boolean next() {
        long millis = Math.min(LONGEST_MILLIS, FIRST_MILLIS << Math.min(attempts, MOST_DOUBLINGS));
        attempts++;
        return !ended(
                end, Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2)));
    }

    void reset() {
        attempts = 0;
    }

    /// Waits for the end, but no longer than this.
    static boolean ended(CountDownLatch end, Duration patience) {
        try {
            return end.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
