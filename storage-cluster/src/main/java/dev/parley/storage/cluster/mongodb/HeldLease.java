package dev.parley.storage.cluster.mongodb;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.cluster.outbox.Outbox;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A [Lease] that this process has taken, renewed by a thread of its own until it is closed or lost.
final class HeldLease implements Outbox.Lead {
    private static final int RENEWALS = 4;
    private static final int BELIEVED_QUARTERS = 3;

    private final Lease lease;
    private final long term;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile long renewedNanos;
    private volatile boolean lost;

    /// @param takenNanos before the command was sent that took it
    HeldLease(Lease lease, long term, long takenNanos) {
        this.lease = lease;
        this.term = term;
        this.renewedNanos = takenNanos;
        Thread.ofVirtual().name("mongodb-lease").start(this::renew);
    }

    @Override
    public boolean isHeld() {
        long believedNanos = lease.length().toNanos() / RENEWALS * BELIEVED_QUARTERS;
        return !lost && lease.nanoClock().getAsLong() - renewedNanos < believedNanos;
    }

    @Override
    public void close() {
        if (!lost) {
            lost = true;
            closing.countDown();
            try {
                lease.release(term);
            } catch (StoreUnavailableException e) {
                // Then it runs out by itself.
                return;
            }
        }
    }

    private void renew() {
        long intervalMillis = lease.length().toMillis() / RENEWALS;
        try {
            while (!closing.await(intervalMillis, TimeUnit.MILLISECONDS)) {
                renewOnce();
                if (lost) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            lost = true;
        }
    }

    private void renewOnce() {
        long begun = lease.nanoClock().getAsLong();
        try {
            if (lease.renew(term)) {
                renewedNanos = begun;
            } else {
                lost = true;
            }
        } catch (StoreUnavailableException e) {
            // It is tried again; until then the lease is believed in for less and less long.
            lost = lost || !isHeld();
        }
    }
}
