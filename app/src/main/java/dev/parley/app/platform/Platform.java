package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.core.health.Dependency;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The services of this process, from start to stop.
public final class Platform {
    private static final Logger LOG = LoggerFactory.getLogger(Platform.class);

    private final ParleyConfig config;
    private final Set<ServiceName> services;
    private final Map<ServiceName, MeterRegistry> metrics = new EnumMap<>(ServiceName.class);
    private final Map<ServiceName, Standing> standing = Collections.synchronizedMap(new EnumMap<>(ServiceName.class));
    /// Closed in the reverse order, after the last request.
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Foundation foundation;
    private final Peers peers;
    private final Shared shared;

    private Platform(ParleyConfig config, Set<ServiceName> services) {
        this.config = config;
        this.services = EnumSet.copyOf(services);
        this.services.forEach(service -> metrics.put(service, new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)));
        ServiceName first = this.services.iterator().next();
        MeterRegistry processMetrics = metrics(first);
        this.foundation = keep(Foundation.open(config));
        RemoteServices remote = keep(new RemoteServices(foundation, processMetrics));
        this.peers = new Peers(services, remote);
        this.shared = keep(new Shared(foundation, peers, first, processMetrics));
    }

    /// Starts the services and returns when each listens. None says that it is ready before [#ready].
    ///
    /// @throws RuntimeException what made the first of them fail; nothing is left running then
    public static Platform start(ParleyConfig config, Set<ServiceName> services) {
        Needs.require(config, services);
        Platform platform = new Platform(config, services);
        try {
            platform.startAll();
            return platform;
        } catch (RuntimeException e) {
            platform.drain();
            throw e;
        }
    }

    /// All at the same time: they wait for one another where they must, and for their stores and compilers
    /// elsewhere.
    private void startAll() {
        if (services.stream().anyMatch(Platform::keepsDocuments)) {
            keep(Upgrades.begin(foundation.storage.documents(), Migrations.ALL, foundation.ids, foundation.clock));
        }
        AtomicReference<@Nullable Throwable> first = new AtomicReference<>();
        List<CompletableFuture<?>> starting = new ArrayList<>();
        for (ServiceName service : services) {
            CompletableFuture<?> start = new CompletableFuture<>();
            starting.add(start);
            Thread.ofPlatform().name("start-" + service.word()).start(() -> {
                try {
                    standing.put(service, start(service));
                } catch (RuntimeException | Error e) {
                    first.compareAndSet(null, e);
                    peers.fail(e);
                } finally {
                    start.complete(null);
                }
            });
        }
        starting.forEach(CompletableFuture::join);
        Throwable failure = first.get();
        if (failure != null) {
            throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
        }
    }

    private static boolean keepsDocuments(ServiceName service) {
        return switch (service) {
            case GATEWAY, SOCKET1, SOCKET2 -> false;
            case MESSAGING, MEDIA, SEARCH, AUTH, COMPLIANCE, CRYPTO -> true;
        };
    }

    private Standing start(ServiceName service) {
        return switch (service) {
            case SOCKET1, SOCKET2 -> SocketWiring.start(foundation, peers, shared, service, metrics(service));
            case GATEWAY -> serve(service, GatewayWiring.wire(foundation, peers, shared, metrics(service)));
            case MESSAGING -> serve(service, MessagingWiring.wire(foundation, peers, shared));
            case MEDIA -> serve(service, MediaWiring.wire(foundation, peers, shared));
            case SEARCH -> serve(service, SearchWiring.wire(foundation, peers, metrics(service)));
            case AUTH -> serve(service, AuthWiring.wire(foundation, peers, shared, metrics(service)));
            case COMPLIANCE -> serve(service, ComplianceWiring.wire(foundation, peers, shared));
            case CRYPTO -> serve(service, CryptoWiring.wire(foundation, peers));
        };
    }

    private Standing serve(ServiceName service, Part part) {
        part.background().forEach(this::keep);
        peers.provideRoutes(service, part.routes());
        return serve(
                service,
                new Endpoint(
                        service.word(),
                        List.of(part.routes()),
                        part.dependencies(),
                        metrics(service),
                        shared.authenticator(service),
                        List.of(),
                        List.of()));
    }

    private Standing serve(ServiceName service, Endpoint own) {
        List<Dependency> dependencies = new ArrayList<>(own.dependencies());
        dependencies.add(shared.revocationsTold());
        Endpoint endpoint = new Endpoint(
                own.service(),
                own.routes(),
                dependencies,
                own.metrics(),
                own.authenticator(),
                own.outer(),
                own.inner());
        return new Standing.OverHttp(HttpServer.start(
                foundation.vertx,
                config.http()
                        .at(config.host(), config.port(service), config.drain().delay())
                        .withTls(foundation.certificates.of(service)),
                endpoint,
                foundation.ids,
                foundation.clock));
    }

    /// Lets `/ready` say yes where all dependencies answer.
    public void ready() {
        standing.values().forEach(Standing::ready);
    }

    /// The services of this process, in the order of their ports.
    public Set<ServiceName> services() {
        return EnumSet.copyOf(services);
    }

    /// Host and port of a service that runs here.
    public String authority(ServiceName service) {
        Standing here = standing.get(service);
        if (here == null) {
            throw new IllegalArgumentException(service.word() + " does not run here");
        }
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return host + ":" + here.port();
    }

    /// The URL of a service that runs here; of a socket node, by which it is asked for its health.
    public URI url(ServiceName service) {
        String scheme = config.http().tls().isOn(service) ? "https" : "http";
        return URI.create(scheme + "://" + authority(service));
    }

    /// Stops in order: no service is ready any more, sockets are told to come again elsewhere, requests in flight
    /// finish, background work ends, what was recorded reaches the audit log, and the stores are closed.
    public synchronized void drain() {
        Duration timeout = config.drain().timeout().plus(config.drain().delay());
        List<Thread> draining = new ArrayList<>();
        for (Standing here : List.copyOf(standing.values())) {
            draining.add(Thread.ofVirtual().start(() -> here.drain(timeout)));
        }
        try {
            for (Thread thread : draining) {
                thread.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        while (!opened.isEmpty()) {
            close(opened.pop());
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            // The others must be closed all the same.
            LOG.warn("{} did not close in order", part.getClass().getSimpleName(), e);
        }
    }

    private MeterRegistry metrics(ServiceName service) {
        MeterRegistry registry = metrics.get(service);
        if (registry == null) {
            throw new IllegalStateException("every service of the process has a registry");
        }
        return registry;
    }

    private synchronized <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }
}
