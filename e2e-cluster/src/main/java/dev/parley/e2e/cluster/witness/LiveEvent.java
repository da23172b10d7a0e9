package dev.parley.e2e.cluster.witness;

/// What a live connection heard.
public sealed interface LiveEvent {
    /// A message arrived.
    record Frame(SeenMessage message, long nanos) implements LiveEvent {}

    /// The client asked for what came after a seq.
    record Resuming(String conversation, long afterSeq) implements LiveEvent {}

    /// The platform says that everything up to a seq was sent on this connection, or had been seen.
    record Resumed(String conversation, long latestSeq) implements LiveEvent {}
}
