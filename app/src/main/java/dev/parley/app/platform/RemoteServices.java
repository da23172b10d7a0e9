package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.ParleyHttp;
import dev.parley.client.Replicas;
import dev.parley.gateway.ServiceProxy;
import dev.parley.http.Contract;
import dev.parley.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.http.HttpClientOptions;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Services of other processes, over HTTP.
final class RemoteServices implements AutoCloseable {
    private final Foundation foundation;
    private final MeterRegistry metrics;
    private final Map<ServiceName, ParleyHttp> connections = new ConcurrentHashMap<>();

    RemoteServices(Foundation foundation, MeterRegistry metrics) {
        this.foundation = foundation;
        this.metrics = metrics;
    }

    ParleyHttp http(ServiceName service) {
        return connections.computeIfAbsent(
                service,
                missing -> ParleyHttp.open(
                        foundation.vertx, config(missing), foundation.clock, foundation.random, metrics));
    }

    Credentials credentials(ServiceName asker) {
        return Credentials.ofService(asker.role(), foundation.tokens, foundation.clock);
    }

    Routes proxy(ServiceName service) {
        Replicas replicas = http(service).replicas();
        return new ServiceProxy(
                        foundation.vertx.createHttpClient(
                                foundation.certificates.trust().applyTo(new HttpClientOptions()), ServiceProxy.pool()),
                        replicas,
                        foundation.clock)
                .routes(Contract.load(service.role()));
    }

    private ClientConfig config(ServiceName service) {
        List<URI> urls = foundation.config.peers().get(service.word());
        if (urls == null) {
            throw new IllegalStateException("what is needed was required before: " + service.word());
        }
        return ClientConfig.of(service.role(), urls.toArray(URI[]::new)).withTrust(foundation.certificates.trust());
    }

    @Override
    public void close() {
        connections.values().forEach(ParleyHttp::close);
    }
}
