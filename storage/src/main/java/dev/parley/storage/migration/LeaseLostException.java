package dev.parley.storage.migration;

/// Another process took this one for dead and goes on with its migration. Nothing is lost by stopping.
public final class LeaseLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    LeaseLostException() {
        super("another process goes on with the migration");
    }
}
