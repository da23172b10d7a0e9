package dev.parley.storage.object;

import dev.parley.core.id.TenantId;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/// Large immutable byte streams under keys.
///
/// Durable when [#put] returns: the object survives `kill -9` and loss of power, and is there whole or not at all.
/// Visible to every later read. Keys are never reused by callers, so an object never changes. Bounded by the size
/// given to `put`. Keys have 1 to 200 characters: letters, digits, `_`, `-`, `.` and `/`, no empty and no dot-only
/// segment.
public interface ObjectStore extends AutoCloseable {
    /// Reads `content` to its end and keeps it. The stream is not closed here.
    ///
    /// @param maxBytes more than that is refused and leaves nothing behind
    /// @throws ObjectTooLargeException when the stream is longer
    /// @throws java.io.UncheckedIOException when the stream itself fails; nothing is left behind
    StoredObject put(TenantId tenant, String key, InputStream content, long maxBytes);

    /// A stream over the bytes of `range`, cut at the end of the object; the caller closes it. Empty when there is
    /// no object.
    Optional<InputStream> open(TenantId tenant, String key, ByteRange range);

    Optional<StoredObject> stat(TenantId tenant, String key);

    /// Removes the object; nothing happens when there is none. Streams already open may end early.
    void delete(TenantId tenant, String key);

    /// Keys that start with `prefix` and come after `after` (`""` for the first page) in byte order.
    ///
    /// @param limit 1 to 1000
    List<StoredObject> list(TenantId tenant, String prefix, String after, int limit);

    /// Returns when the engine can read and write, within a second.
    void check();

    @Override
    void close();
}
