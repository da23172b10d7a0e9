package dev.parley.storage.object;

/// The stream was longer than the caller allowed. Nothing was kept.
public final class ObjectTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ObjectTooLargeException(long maxBytes) {
        super("longer than " + maxBytes + " bytes");
    }
}
