package dev.parley.e2e.cluster.witness;

/// One broken promise.
///
/// @param subject the `clientMessageId` or the request id that it is about, else the conversation's id
public record Defect(Kind kind, String subject, String detail) {
    /// The promises.
    public enum Kind {
        /// An acknowledged message is not in history.
        LOST,
        /// A message is in a history more than once.
        DUPLICATED,
        /// Seqs of a history are not 1, 2, 3 …
        GAP,
        /// Something was shown that nobody sent.
        FOREIGN,
        /// Something was shown otherwise than it was sent, acknowledged or shown to others.
        ALTERED,
        /// A message stands before one that had been acknowledged before it was sent.
        REORDERED,
        /// Two readers were shown different histories.
        DIFFERENT_HISTORIES,
        /// A client that was to see everything has not seen a message.
        MISSED,
        /// A connection was sent a message twice.
        REPEATED,
        /// After `resumed` seq did not rise by one from message to message.
        OUT_OF_ORDER,
        /// What was acknowledged is not in the audit log.
        UNRECORDED,
        /// The audit log does not hang together.
        BROKEN_CHAIN
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + detail;
    }
}
