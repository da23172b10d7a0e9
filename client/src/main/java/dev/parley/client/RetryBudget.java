package dev.parley.client;

import java.util.concurrent.atomic.AtomicLong;

/// How many repetitions calls have earned: each call earns a part of one, each repetition spends a whole. When a
/// service is down, load on it grows by the budget and not by a factor (Google SRE Book, ch. 21; gRPC A6).
final class RetryBudget {
    private static final long ONE = 100;
    /// What a quiet client may spend at once.
    private static final long MAX = 10 * ONE;

    private final int percent;
    private final AtomicLong balance;

    /// @param percent repetitions per hundred calls
    RetryBudget(int percent) {
        this.percent = percent;
        this.balance = new AtomicLong(percent == 0 ? 0 : MAX);
    }

    void called() {
        if (balance.get() < MAX) {
            balance.updateAndGet(b -> Math.min(MAX, b + percent));
        }
    }

    /// @return false when nothing may be repeated now
    boolean spend() {
        return balance.getAndUpdate(b -> b >= ONE ? b - ONE : b) >= ONE;
    }
}
