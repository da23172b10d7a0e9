package dev.parley.storage.cluster.outbox;

import java.util.List;

/// The log that the relay brings events to.
public interface EventSink {
    /// Makes a writer, after which no writer made before, by any process, can write: what one of them had begun is
    /// undone or was whole before this returns.
    ///
    /// @throws dev.parley.core.problem.StoreUnavailableException when the log does not answer
    Writer takeOver();

    /// The one writer of the log. Used by one thread.
    interface Writer extends AutoCloseable {
        /// Writes events in this order, all or none. Durable and visible to consumers when it returns.
        ///
        /// @throws dev.parley.core.problem.StoreUnavailableException when they were not written, nobody
        ///     knows, or another writer took over. This writer is then of no more use
        void write(List<OutboxEvent> events);

        @Override
        void close();
    }
}
