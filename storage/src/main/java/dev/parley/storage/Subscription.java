package dev.parley.storage;

/// A running delivery to a listener or consumer.
public interface Subscription extends AutoCloseable {
    /// Ends the delivery. When this returns, the listener is not running and will not be called again. Idempotent;
    /// must not be called from within the listener itself.
    @Override
    void close();
}
