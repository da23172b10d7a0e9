package dev.parley.e2e.cluster.witness;

/// What a client wants to be in a conversation. Repeats of it are the same message.
///
/// @param sender the user's id
public record SentMessage(String conversation, String sender, String clientMessageId, String text) {}
