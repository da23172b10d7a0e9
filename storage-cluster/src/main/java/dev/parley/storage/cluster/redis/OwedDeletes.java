package dev.parley.storage.cluster.redis;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// What this process invalidated within the last time to live, and whether Redis still has to delete it.
///
/// A delete that Redis confirmed is paid for one epoch of the connection only: a failover, or a server that comes
/// back with older data, may bring the value back, and then it is deleted again before anybody here reads it.
/// Bounded: of the paid ones the oldest are forgotten; when an unpaid one has to be, nothing at all is read from
/// Redis until every value that is there now has expired.
final class OwedDeletes {
    private static final int MAX_ENTRIES = 50_000;
    private static final int AT_A_TIME = 256;

    private final Duration timeToLive;
    private final Ticker ticker;
    private final Cache<CacheKey, Owed> all;
    private volatile long trustedFromNanos;

    /// @param timeToLive of the cache's values, after which nothing old is left
    OwedDeletes(Duration timeToLive, Ticker ticker) {
        this.timeToLive = timeToLive;
        this.ticker = ticker;
        this.trustedFromNanos = ticker.read();
        this.all = Caffeine.newBuilder()
                .maximumSize(MAX_ENTRIES)
                .expireAfterWrite(timeToLive)
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener(this::evicted)
                .build();
    }

    private void evicted(@Nullable CacheKey place, @Nullable Owed owed, RemovalCause cause) {
        if (cause == RemovalCause.SIZE && owed != null && !owed.isPaid()) {
            trustedFromNanos = ticker.read() + timeToLive.toNanos();
        }
    }

    Owed owe(CacheKey place) {
        Owed owed = new Owed();
        all.put(place, owed);
        return owed;
    }

    /// Whether what Redis has under the key is not older than an invalidation of this process.
    boolean isPaid(CacheKey place, long epoch) {
        Owed owed = all.getIfPresent(place);
        boolean trusted = ticker.read() - trustedFromNanos >= 0;
        return trusted && (owed == null || owed.isPaid(epoch));
    }

    /// Pays what is not paid in this epoch, some at a time, until a payment fails.
    void payAll(long epoch, BiFunction<CacheKey, Owed, CompletionStage<?>> pay, Duration patience) {
        List<Map.Entry<CacheKey, Owed>> due = all.asMap().entrySet().stream()
                .filter(entry -> !entry.getValue().isPaid(epoch))
                .toList();
        for (int from = 0; from < due.size(); from += AT_A_TIME) {
            List<CompletableFuture<?>> payments = new ArrayList<>();
            for (Map.Entry<CacheKey, Owed> entry : due.subList(from, Math.min(from + AT_A_TIME, due.size()))) {
                payments.add(pay.apply(entry.getKey(), entry.getValue()).toCompletableFuture());
            }
            if (!Waits.succeeds(CompletableFuture.allOf(payments.toArray(CompletableFuture<?>[]::new)), patience)) {
                return;
            }
        }
    }

    /// One invalidation.
    static final class Owed {
        private static final long NEVER = -1;

        private volatile long paidEpoch = NEVER;

        void paid(long epoch) {
            paidEpoch = epoch;
        }

        private boolean isPaid() {
            return paidEpoch != NEVER;
        }

        private boolean isPaid(long epoch) {
            return paidEpoch == epoch;
        }
    }
}
