package dev.parley.e2e.cluster.witness;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// All that clients know after a run.
///
/// @param audience for each conversation the clients that were to see all of it live or by resuming
/// @param sent everything that was ever tried
/// @param connections in the order in which they were opened
/// @param histories for each conversation what each of several readers was shown in the end
public record Recording(
        Map<String, Set<String>> audience,
        List<SentMessage> sent,
        List<Acknowledged> acknowledged,
        List<LiveRecord> connections,
        Map<String, List<List<SeenMessage>>> histories) {
    public Recording {
        audience = Map.copyOf(audience);
        sent = List.copyOf(sent);
        acknowledged = List.copyOf(acknowledged);
        connections = List.copyOf(connections);
        histories = Map.copyOf(histories);
    }

    /// What the first reader was shown; nothing where nobody read.
    public List<SeenMessage> history(String conversation) {
        List<List<SeenMessage>> readers = histories.getOrDefault(conversation, List.of());
        return readers.isEmpty() ? List.of() : readers.getFirst();
    }
}
