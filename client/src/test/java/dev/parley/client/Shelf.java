package dev.parley.client;

import dev.parley.client.token.InMemoryAuth;
import dev.parley.client.token.RevocationFeed;
import dev.parley.client.token.ServiceTokens;
import dev.parley.client.token.TokenVerifier;
import dev.parley.core.secret.Secret;
import dev.parley.http.Contract;
import dev.parley.http.Endpoint;
import dev.parley.http.Handler;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A real server of the HTTP kit that keeps what it was asked and answers as it is told.
final class Shelf implements AutoCloseable {
    static final ServiceTokens SERVICE_TOKENS =
            new ServiceTokens(Secret.of("0123456789abcdef0123456789abcdef"), InstantSource.system());

    final InMemoryAuth auth = new InMemoryAuth(InstantSource.system());
    final RevocationFeed feed = new RevocationFeed(auth, InstantSource.system());
    final List<Request> requests = new CopyOnWriteArrayList<>();
    volatile Handler behaviour = request -> Response.ok(new Book("a book"));

    private final HttpServer server;

    record Book(String title) {}

    Shelf(Vertx vertx) {
        Routes routes = Routes.of(Contract.load("shelf"))
                .on("addBook", this::handle)
                .on("getBook", this::handle)
                .on("removeBook", this::handle)
                .on("getCaller", this::handle)
                .on("getServicesOnly", this::handle)
                .build();
        this.server = HttpServer.start(
                vertx,
                HttpServerConfig.at("127.0.0.1", 0),
                new Endpoint(
                        "shelf",
                        List.of(routes),
                        List.of(),
                        new SimpleMeterRegistry(),
                        new TokenVerifier(auth, feed, SERVICE_TOKENS, "shelf", InstantSource.system()),
                        List.of(),
                        List.of()));
    }

    int port() {
        return server.port();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /// Requests that reached a handler.
    int executions() {
        return requests.size();
    }

    @Override
    public void close() {
        server.close();
    }

    private Response handle(Request request) throws Exception {
        requests.add(request);
        return behaviour.handle(request);
    }
}
