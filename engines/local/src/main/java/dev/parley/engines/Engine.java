package dev.parley.engines;

/// A running engine, which answers.
public interface Engine extends AutoCloseable {
    /// Stops it as its operator would, and waits for its end. Idempotent. Its data stays.
    @Override
    void close();
}
