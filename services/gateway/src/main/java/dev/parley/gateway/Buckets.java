package dev.parley.gateway;

import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// The buckets of one limit, by whom they belong to.
///
/// Bounded: beyond `maxTracked` the ones not used for longest are forgotten, which gives their owners a full bucket
/// again. So a flood from very many addresses weakens the limit rather than the server.
final class Buckets {
    private final RateLimit limit;
    private final InstantSource clock;
    private final ConcurrentMap<String, Bucket> buckets;

    Buckets(RateLimit limit, int maxTracked, InstantSource clock) {
        this.limit = limit;
        this.clock = clock;
        this.buckets = Caffeine.newBuilder()
                .maximumSize(maxTracked)
                // A bucket that nobody took from for a window is full, as a new one is.
                .expireAfterAccess(limit.window().multipliedBy(2))
                .<String, Bucket>build()
                .asMap();
    }

    RateLimit limit() {
        return limit;
    }

    /// Takes a token of `owner` when there is one.
    Verdict take(String owner) {
        long now = clock.millis();
        AtomicBoolean allowed = new AtomicBoolean();
        Bucket after = buckets.compute(owner, (key, known) -> {
            Bucket bucket = known == null ? Bucket.full(limit, now) : known.refilled(limit, now);
            allowed.set(bucket.allows());
            return bucket.allows() ? bucket.taken() : bucket;
        });
        if (after == null) {
            throw new IllegalStateException("computed to something");
        }
        return new Verdict(allowed.get(), (int) after.tokens(), after.untilNext(limit));
    }

    /// @param remaining whole tokens left
    /// @param untilNext how long until there is one, zero when there is
    record Verdict(boolean allowed, int remaining, Duration untilNext) {}
}
