package dev.parley.storage.cluster.outbox;

import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import java.util.List;
import java.util.Optional;

/// The transactional outbox of a document store: where [dev.parley.storage.document.Transaction#append] puts
/// events, in the same commit as the documents, until the relay has brought them to the log.
///
/// See Richardson, "Pattern: Transactional outbox", microservices.io.
public interface Outbox {
    /// Keeps events that belong to no document write, all or none. Durable when it returns.
    void append(TenantId tenant, List<Event> events);

    /// The oldest events kept, at most `limit`. Of one tenant and key, what was committed earlier comes first, and
    /// nothing comes after something of the same key that is not committed yet.
    List<OutboxEvent> oldest(int limit);

    /// Forgets events, which are in the log now. Those that are gone already do not matter.
    void remove(List<OutboxEvent> relayed);

    /// Events of a topic that are kept here.
    long waiting(String topic);

    /// The right to relay, which one process of the installation has at a time, or empty while another has it. It
    /// is lost when the process dies or its connection does.
    Optional<Lead> tryLead();

    /// The right to relay.
    interface Lead extends AutoCloseable {
        /// Whether it is still held. Another may have it as soon as this says no, and a moment before: who writes
        /// to the log is therefore fenced there as well.
        boolean isHeld();

        @Override
        void close();
    }
}
