package dev.parley.compliance;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that moves when told, in either direction.
final class SettableClock implements InstantSource {
    private volatile Instant now = Instant.parse("2026-01-31T09:30:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    synchronized void move(Duration by) {
        now = now.plus(by);
    }
}
