package dev.parley.auth;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/// A clock that stands still until it is moved.
final class TestClock implements InstantSource {
    private final AtomicLong nowMillis;

    TestClock(Instant start) {
        nowMillis = new AtomicLong(start.toEpochMilli());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(nowMillis.get());
    }

    void advance(Duration time) {
        nowMillis.addAndGet(time.toMillis());
    }
}
