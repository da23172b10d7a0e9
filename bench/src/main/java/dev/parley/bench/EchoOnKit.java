package dev.parley.bench;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.http.Contract;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.util.List;

/// The HTTP kit with one route that gives the body back: what a route can cost at least.
final class EchoOnKit {
    private EchoOnKit() {}

    private record Text(String plaintext) {}

    /// Runs until the process ends. Prints its port.
    public static void main(String[] arguments) throws Exception {
        Routes routes = Routes.of(Contract.load("bench"))
                .on("echo", request -> Response.ok(request.json(Text.class)))
                .build();
        Endpoint endpoint = new Endpoint(
                "echo",
                List.of(routes),
                List.of(),
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                token -> new Caller.Service(TenantId.DEFAULT, "bench"),
                List.of(),
                List.of());
        HttpServer server = HttpServer.start(Vertx.vertx(), HttpServerConfig.at("127.0.0.1", 0), endpoint);
        server.ready(true);
        System.out.println(server.port());
        Thread.currentThread().join();
    }
}
