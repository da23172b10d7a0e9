package dev.parley.gateway;

import dev.parley.client.audit.AuditTrail;
import dev.parley.core.caller.Caller;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.IdSource;
import dev.parley.http.Authenticator;
import dev.parley.http.Contract;
import dev.parley.http.Endpoint;
import dev.parley.http.Filter;
import dev.parley.http.Operation.Exposure;
import dev.parley.http.Request;
import dev.parley.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Puts the public endpoint together: the public operations of every service, mounted or proxied, behind one set of
/// filters.
///
/// From the outside in: CORS, so that a refusal reaches the page that asked; audit, which sees every final status,
/// also of what the limits refuse; the limit per address, before a token is looked at; authentication; the limit
/// per user.
public final class Gateway {
    private final GatewayConfig config;
    private final AuditTrail audit;
    private final IdSource ids;
    private final InstantSource clock;

    public Gateway(GatewayConfig config, AuditTrail audit, IdSource ids, InstantSource clock) {
        this.config = config;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// @param services the routes of each service, all their operations: its own or those of a [ServiceProxy]
    public Endpoint endpoint(
            List<Routes> services, List<Dependency> dependencies, MeterRegistry metrics, Authenticator authenticator) {
        List<Contract> contracts = new ArrayList<>();
        List<Routes> routes = new ArrayList<>();
        for (Routes service : services) {
            contracts.add(service.contract());
            routes.add(service.exposed(Exposure.PUBLIC));
        }
        Contract own = Contract.load("gateway");
        contracts.add(own);
        routes.add(new DocumentationRoutes(own, contracts).routes());

        Filter perAddress = new RateLimitFilter(
                "address",
                new Buckets(config.perAddress(), config.maxTracked(), clock),
                request -> Optional.of(AddressOwner.of(request.remoteAddress())));
        Filter perCaller = new RateLimitFilter(
                "caller", new Buckets(config.perCaller(), config.maxTracked(), clock), Gateway::callerOf);
        List<Filter> outer = List.of(new CorsFilter(config.origins()), new RequestAudit(audit, ids, clock), perAddress);
        return new Endpoint("gateway", routes, dependencies, metrics, authenticator, outer, List.of(perCaller));
    }

    private static Optional<String> callerOf(Request request) {
        return request.caller() instanceof Caller.User user
                ? Optional.of(user.tenant() + "/" + user.user())
                : Optional.empty();
    }
}
