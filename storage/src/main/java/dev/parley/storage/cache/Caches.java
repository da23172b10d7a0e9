package dev.parley.storage.cache;

/// Opens caches.
public interface Caches extends AutoCloseable {
    /// The cache of this name, shared with the other processes where the adapter can.
    ///
    /// @throws IllegalStateException when a cache of this name was opened with another spec
    <V> Cache<V> open(CacheSpec<V> spec);

    /// Returns when invalidations reach the other processes, within a second.
    void check();

    @Override
    void close();
}
