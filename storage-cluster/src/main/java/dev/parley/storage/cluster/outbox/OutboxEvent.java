package dev.parley.storage.cluster.outbox;

import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import java.time.Instant;

/// An event in the outbox.
///
/// @param id greater than that of every event of the same tenant and key that was committed before; what
///     [dev.parley.storage.event.StoredEvent#position] is made of
/// @param appendedAt when it was put here
public record OutboxEvent(long id, TenantId tenant, Instant appendedAt, Event event) {}
