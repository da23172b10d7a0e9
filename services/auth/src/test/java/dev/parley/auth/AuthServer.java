package dev.parley.auth;

import dev.parley.client.token.RevocationFeed;
import dev.parley.client.token.ServiceTokens;
import dev.parley.client.token.TokenVerifier;
import dev.parley.core.id.IdSource;
import dev.parley.core.secret.Secret;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.util.List;

/// The routes of a fixture's service on a port of their own, with every answer checked against the contract.
final class AuthServer implements AutoCloseable {
    static final String NAME = "auth";

    final ServiceTokens serviceTokens;
    private final Vertx vertx = Vertx.vertx();
    private final RevocationFeed feed;
    private final HttpServer server;

    AuthServer(Fixture fixture) {
        serviceTokens = new ServiceTokens(Secret.of(new byte[32]), fixture.clock);
        // Never started: so every question about a session is asked of the service itself.
        feed = new RevocationFeed(fixture.auth.sessions(), fixture.clock);
        TokenVerifier verifier =
                new TokenVerifier(fixture.auth.sessions(), feed, serviceTokens, NAME, fixture.clock);
        Endpoint endpoint = new Endpoint(
                NAME,
                List.of(fixture.auth.routes()),
                fixture.auth.dependencies(),
                new SimpleMeterRegistry(),
                verifier,
                List.of(),
                List.of());
        server = HttpServer.start(
                vertx,
                HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true),
                endpoint,
                new IdSource(fixture.clock, new SecureRandom()),
                fixture.clock);
        server.ready(true);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        server.close();
        feed.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
