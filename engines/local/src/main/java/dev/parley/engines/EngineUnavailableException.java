package dev.parley.engines;

/// An engine is not installed or did not start. The message is one line that says what is missing and how to get
/// it, or where the engine's log is.
public final class EngineUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineUnavailableException(String message) {
        super(message);
    }

    public EngineUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
