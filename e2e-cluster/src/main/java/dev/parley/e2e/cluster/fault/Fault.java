package dev.parley.e2e.cluster.fault;

import java.time.Duration;

/// Something that goes wrong, and what its operator does about it in the end.
///
/// @param name as the table has it: `kill -9 of a gateway`
/// @param inject makes it happen, with all that happens by itself or at once by an operator: a failover
/// @param lasts how long it stays; zero where it stays until clients are well in spite of it
/// @param heal brings back what was there before
public record Fault(String name, Runnable inject, Duration lasts, Runnable heal) {
    /// A fault that is healed as soon as clients are well in spite of it.
    public static Fault of(String name, Runnable inject, Runnable heal) {
        return new Fault(name, inject, Duration.ZERO, heal);
    }
}
