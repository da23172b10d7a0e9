package dev.parley.e2e.cluster.witness;

/// A message for which its sender has the platform's word.
///
/// @param answer the message as the platform gave it back
/// @param requestId of the request that was answered
/// @param begunNanos when the first attempt was made, by [System#nanoTime] as all times here
/// @param doneNanos when the answer came
public record Acknowledged(
        SentMessage message, SeenMessage answer, String requestId, long begunNanos, long doneNanos) {}
