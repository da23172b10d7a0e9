package dev.parley.storage.cluster.schemaregistry;

/// The registry has a schema of the same subject whose events would not fit the new one.
public final class IncompatibleSchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IncompatibleSchemaException(String message) {
        super(message);
    }
}
