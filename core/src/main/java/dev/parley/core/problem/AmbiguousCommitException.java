package dev.parley.core.problem;

/// A write was sent and its outcome is unknown: it may or may not have happened. Callers try again only with an
/// idempotency key.
public final class AmbiguousCommitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AmbiguousCommitException(String message, Throwable cause) {
        super(message, cause);
    }
}
