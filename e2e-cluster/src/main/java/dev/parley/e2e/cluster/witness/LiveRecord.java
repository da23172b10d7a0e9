package dev.parley.e2e.cluster.witness;

import java.util.List;

/// One WebSocket from its opening to its end.
///
/// @param client whose connection it was; a client that connects again goes on where it was
/// @param events in the order in which they came
public record LiveRecord(String client, List<LiveEvent> events) {
    public LiveRecord {
        events = List.copyOf(events);
    }
}
