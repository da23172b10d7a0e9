package dev.parley.storage.move;

/// The move cannot be made between these two, or what has arrived is not what was sent. The message is for an
/// operator.
public final class MoveRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MoveRefusedException(String message) {
        super(message);
    }
}
