package dev.parley.e2e.cluster.fault;

/// When a fault was there, by [System#nanoTime].
///
/// @param name of the fault
/// @param fromNanos when what belongs to it begins: shortly before the injection, since a failover can also lose
/// what was acknowledged just then
/// @param healedNanos when healing began
/// @param untilNanos where the next span begins
public record Span(String name, long fromNanos, long injectedNanos, long healedNanos, long untilNanos) {
    boolean holds(long nanos) {
        return nanos - fromNanos >= 0 && nanos - untilNanos < 0;
    }
}
