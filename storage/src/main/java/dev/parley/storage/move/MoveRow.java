package dev.parley.storage.move;

/// What of one kind is on both sides after a move.
///
/// @param what a collection, `objects`, or the events of a topic
/// @param source how many there are, and their digest
/// @param notMoved documents that expired meanwhile, which the source still has on disk
public record MoveRow(String what, Tally source, Tally target, long notMoved) {
    /// @param sha256 over all in one order; empty where only the number counts
    public record Tally(long count, String sha256) {}

    /// Whether the target has what the source has. Events may be there more than once, as with every delivery.
    public boolean isWhole() {
        return source.sha256.equals(target.sha256)
                && (source.sha256.isEmpty() ? target.count >= source.count : target.count == source.count);
    }
}
