package dev.parley.app.cluster;

/// Something about a cluster is not as it must be. The message is one line for its operator.
public final class ClusterException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ClusterException(String message) {
        super(message);
    }

    ClusterException(String message, Throwable cause) {
        super(message, cause);
    }
}
