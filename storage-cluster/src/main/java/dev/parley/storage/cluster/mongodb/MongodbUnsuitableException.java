package dev.parley.storage.cluster.mongodb;

/// There is a MongoDB, but not one that can keep what the document store promises. The message says what it lacks.
public final class MongodbUnsuitableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MongodbUnsuitableException(String message) {
        super(message);
    }
}
