package dev.parley.storage.migration;

/// What was asked cannot be done to what is stored. The message is for an operator.
public final class MigrationRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MigrationRefusedException(String message) {
        super(message);
    }
}
