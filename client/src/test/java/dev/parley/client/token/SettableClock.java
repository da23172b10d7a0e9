package dev.parley.client.token;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves when told.
public final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-31T09:30:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    public synchronized void advance(Duration by) {
        now = now.plus(by);
    }
}
