package dev.parley.gateway;

import java.time.Duration;

/// A token bucket: full at first, refilled with time, one token per request.
///
/// @param tokens 0 to the burst of its limit
/// @param atMillis when it held so many
record Bucket(double tokens, long atMillis) {
    static Bucket full(RateLimit limit, long nowMillis) {
        return new Bucket(limit.burst(), nowMillis);
    }

    /// What is in it at `nowMillis`. A clock that goes back adds nothing and takes nothing.
    Bucket refilled(RateLimit limit, long nowMillis) {
        long elapsed = Math.max(0, nowMillis - atMillis);
        double filled = Math.min(limit.burst(), tokens + elapsed * limit.perSecond() / 1000.0);
        return new Bucket(filled, Math.max(atMillis, nowMillis));
    }

    boolean allows() {
        return tokens >= 1;
    }

    /// The bucket after one request, which [#allows] had allowed.
    Bucket taken() {
        return new Bucket(tokens - 1, atMillis);
    }

    /// Time until the next token, zero when there is one.
    Duration untilNext(RateLimit limit) {
        return allows() ? Duration.ZERO : Duration.ofMillis((long) Math.ceil((1 - tokens) * 1000 / limit.perSecond()));
    }
}
