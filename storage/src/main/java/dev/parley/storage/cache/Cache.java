package dev.parley.storage.cache;

import dev.parley.core.id.TenantId;
import java.util.Optional;
import java.util.function.Supplier;

/// Copies of values that are expensive to load. Never the only place of anything.
///
/// Bounded by the entries and the time to live of its [CacheSpec]. One loader per tenant and key runs at a time in
/// a process; others wait for its result. An engine outage makes it slower, never wrong: the loader is asked.
public interface Cache<V> {
    /// The cached value, or what `loader` gives, which is then kept. Nothing is kept when the loader throws (the
    /// exception passes through) or gives nothing.
    Optional<V> get(TenantId tenant, String key, Supplier<Optional<V>> loader);

    /// Forgets the value here before this returns, and in the other processes as soon as they hear it, at the
    /// latest after the time to live. A load that began before the invalidation is not kept.
    void invalidate(TenantId tenant, String key);
}
