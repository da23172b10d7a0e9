package dev.parley.storage.event;

import dev.parley.core.id.TenantId;
import java.time.Instant;

/// An event as a consumer sees it.
///
/// @param position unique in the topic and rising per key; names the event across deliveries
/// @param appendedAt when the engine took it
public record StoredEvent(TenantId tenant, String position, Instant appendedAt, Event event) {}
