package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.app.config.TlsSettings;
import dev.parley.gateway.Gateway;
import dev.parley.gateway.StrictTransport;
import dev.parley.http.Endpoint;
import dev.parley.http.Filter;
import dev.parley.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;

/// The gateway before all services: their own routes, or proxies to those of other processes.
final class GatewayWiring {
    private static final List<ServiceName> BEHIND = List.of(
            ServiceName.AUTH,
            ServiceName.MESSAGING,
            ServiceName.MEDIA,
            ServiceName.SEARCH,
            ServiceName.COMPLIANCE,
            ServiceName.CRYPTO);

    private GatewayWiring() {}

    static Endpoint wire(Foundation foundation, Peers peers, Shared shared, MeterRegistry metrics) {
        List<Routes> services = BEHIND.stream().map(peers::routes).toList();
        Endpoint endpoint = new Gateway(
                        foundation.config.gateway().own(), shared.audit(), foundation.ids, foundation.clock)
                .endpoint(services, List.of(), metrics, shared.authenticator(ServiceName.GATEWAY));
        TlsSettings tls = foundation.config.http().tls();
        boolean believed = tls.isOn(ServiceName.GATEWAY) && !tls.isSelfSigned(ServiceName.GATEWAY);
        return believed ? strict(endpoint) : endpoint;
    }

    private static Endpoint strict(Endpoint endpoint) {
        List<Filter> outer = new ArrayList<>(endpoint.outer());
        outer.addFirst(new StrictTransport());
        return new Endpoint(
                endpoint.service(),
                endpoint.routes(),
                endpoint.dependencies(),
                endpoint.metrics(),
                endpoint.authenticator(),
                outer,
                endpoint.inner());
    }
}
