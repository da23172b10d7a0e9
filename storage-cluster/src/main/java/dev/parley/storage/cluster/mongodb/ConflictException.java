package dev.parley.storage.cluster.mongodb;

/// An attempt at a transaction collided with another and did nothing. It is tried again.
final class ConflictException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean rivals;

    /// @param rivals whether an expired document may be what stood in the way
    ConflictException(RuntimeException cause, boolean rivals) {
        super("the transaction collided with another", cause, false, false);
        this.rivals = rivals;
    }

    boolean rivals() {
        return rivals;
    }
}
