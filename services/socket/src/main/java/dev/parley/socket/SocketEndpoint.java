package dev.parley.socket;

import dev.parley.core.health.Dependency;
import dev.parley.core.id.IdSource;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;

/// What a node is called and what it works with.
///
/// @param service its name, as in `/health`
/// @param metrics one registry for each node; `/metrics` answers when it is a Prometheus one
public record SocketEndpoint(
        String service, List<Dependency> dependencies, MeterRegistry metrics, IdSource ids, InstantSource clock) {
    public SocketEndpoint {
        dependencies = List.copyOf(dependencies);
    }
}
