package dev.parley.storage.event;

import dev.parley.core.id.TenantId;
import dev.parley.storage.Subscription;
import java.util.List;

/// A durable log of events in topics, read by consumer groups that remember how far they came.
///
/// Durable when [#append], or the transaction that appended, returns. Order: events of one tenant and key reach a
/// group in the order of their commits. At least once: after a crash, a batch whose handler had not returned comes
/// again, so every consumer is idempotent. Within a group each event is handled by one consumer at a time, across
/// processes. Bounded by 256 KiB per event; events are kept for the retention that the adapter is configured with,
/// consumed or not.
public interface EventLog extends AutoCloseable {
    int MAX_EVENT_BYTES = 256 << 10;

    /// Appends events that belong to no document write, all or none. Writes of documents use
    /// [dev.parley.storage.document.Transaction#append] instead.
    void append(TenantId tenant, List<Event> events);

    /// Starts handing the events of a topic to `handler`, for a group, from its stored position; a group seen for
    /// the first time starts at the oldest event kept. The handler runs on a thread of its own, one batch at a
    /// time. When it throws, the same events come again after a growing pause (100 ms to 10 s) until it returns: a
    /// poisonous event is the handler's to put aside.
    Subscription consume(String topic, String group, Batching batching, EventHandler handler);

    /// The same, with events handed over as they come.
    default Subscription consume(String topic, String group, EventHandler handler) {
        return consume(topic, group, Batching.AT_ONCE, handler);
    }

    /// Events of the topic that the group has not handled yet. Exported as the lag metric.
    long lag(String topic, String group);

    /// Returns when the engine can read and append, within a second.
    void check();

    /// Ends all consumers, then releases the engine.
    @Override
    void close();

    /// Takes a batch in the order of the log. When it returns, the batch counts as handled.
    @FunctionalInterface
    interface EventHandler {
        /// @param batch one event or more, of any tenant
        void handle(List<StoredEvent> batch) throws Exception;
    }
}
