package dev.parley.storage.signal;

import dev.parley.core.id.TenantId;
import dev.parley.storage.Subscription;
import java.util.function.Consumer;

/// Notices to whoever listens now, in this process and the others.
///
/// Never durable, at most once: a lost signal must lose nothing, because who depends on it also has a way to notice
/// the gap. Signals of one publisher on one channel arrive in order, as far as they arrive. Bounded by 64 KiB per
/// signal; when a listener falls behind, signals to it are dropped rather than kept. [#publish] never waits for
/// listeners and never throws for an outage: nobody heard, that is all.
public interface Signals extends AutoCloseable {
    int MAX_SIGNAL_BYTES = 64 << 10;

    /// Hands `payload` to all current listeners of the channel. The array is not copied: nobody changes it
    /// afterwards.
    void publish(TenantId tenant, String channel, byte[] payload);

    /// Starts listening. `listener` runs on a thread of the adapter: it returns soon and does not block.
    Subscription subscribe(TenantId tenant, String channel, Consumer<byte[]> listener);

    /// Returns when signals reach the other processes, within a second.
    void check();

    @Override
    void close();
}
