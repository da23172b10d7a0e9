package dev.parley.http;

import dev.parley.core.health.Dependency;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/// What a server serves.
///
/// @param service its name, as in `/health` and the logs
/// @param routes several contracts may stand on one server; no two may claim one method and path
/// @param metrics one registry for each endpoint; `/metrics` answers when it is a Prometheus one
/// @param outer stand around everything, also around requests that match no route; the first is outermost.
///     [ContentDigest] is put before them
/// @param inner stand between authentication and the handler: they know the caller. [ContentDigest] is put before
///     them
public record Endpoint(
        String service,
        List<Routes> routes,
        List<Dependency> dependencies,
        MeterRegistry metrics,
        Authenticator authenticator,
        List<Filter> outer,
        List<Filter> inner) {
    // Constants, so that they are recognised.
    private static final Filter ANSWER_DIGEST = ContentDigest::ofAnswer;
    private static final Filter BODY_DIGEST = ContentDigest::ofBody;

    public Endpoint {
        routes = List.copyOf(routes);
        dependencies = List.copyOf(dependencies);
        outer = withFirst(ANSWER_DIGEST, outer);
        inner = withFirst(BODY_DIGEST, inner);
    }

    /// Once, also when an endpoint is made of the parts of another.
    private static List<Filter> withFirst(Filter first, List<Filter> filters) {
        List<Filter> all = new ArrayList<>(filters);
        all.remove(first);
        all.addFirst(first);
        return List.copyOf(all);
    }
}
