package dev.parley.app.cluster;

/// A cluster did not come up. The message names the step and the cause.
public final class StepFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StepFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
