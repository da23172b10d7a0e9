package dev.parley.http;

import dev.parley.core.health.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// What a server serves.
///
/// @param service its name, as in `/health` and the logs
/// @param routes several contracts may stand on one server; no two may claim one method and path
/// @param metrics one registry for each endpoint; `/metrics` answers when it is a Prometheus one
/// @param outer stand around everything, also around requests that match no route; the first is outermost
/// @param inner stand between authentication and the handler: they know the caller
public record Endpoint(
        String service,
        List<Routes> routes,
        List<Dependency> dependencies,
        MeterRegistry metrics,
        Authenticator authenticator,
        List<Filter> outer,
        List<Filter> inner) {
    public Endpoint {
        routes = List.copyOf(routes);
        dependencies = List.copyOf(dependencies);
        outer = List.copyOf(outer);
        inner = List.copyOf(inner);
    }
}
