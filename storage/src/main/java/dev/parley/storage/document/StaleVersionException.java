package dev.parley.storage.document;

/// A document is not at the version that the caller had read. Nothing of the transaction happened.
public final class StaleVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StaleVersionException(String collection, String id, long expectedVersion) {
        super(collection + "/" + id + " is not at version " + expectedVersion);
    }
}
