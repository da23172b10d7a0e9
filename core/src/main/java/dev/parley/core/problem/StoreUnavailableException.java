package dev.parley.core.problem;

/// Something below us (a store, another service) cannot answer now. What was asked did not happen; trying again
/// later is safe. The engine's own words are kept in the cause.
public class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StoreUnavailableException(String message) {
        super(message);
    }

    public StoreUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
