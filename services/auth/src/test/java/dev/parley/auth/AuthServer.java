package dev.parley.auth;

import dev.parley.api.auth.AccountAdministrationApi;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.ApiTokensApi;
import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.CustomRolesApi;
import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorsApi;
import dev.parley.api.auth.OwnAccountApi;
import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.api.auth.SessionsApi;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.HttpAccountAdministration;
import dev.parley.client.HttpAccounts;
import dev.parley.client.HttpApiTokens;
import dev.parley.client.HttpBreakGlass;
import dev.parley.client.HttpCustomRoles;
import dev.parley.client.HttpFactorSignIns;
import dev.parley.client.HttpFactors;
import dev.parley.client.HttpOwnAccount;
import dev.parley.client.HttpServiceAccounts;
import dev.parley.client.HttpSessions;
import dev.parley.client.ParleyHttp;
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
import java.time.InstantSource;
import java.util.List;

/// The routes of a fixture's service on a port of their own, with every answer checked against the contract.
final class AuthServer implements AutoCloseable {
    static final String NAME = "auth";

    final ServiceTokens serviceTokens;
    private final Vertx vertx = Vertx.vertx();
    private final RevocationFeed feed;
    private final HttpServer server;
    private final ParleyHttp http;
    private final Credentials credentials;

    AuthServer(Fixture fixture) {
        serviceTokens = new ServiceTokens(Secret.of(new byte[32]), fixture.clock);
        // Never started: so every question about a session is asked of the service itself.
        feed = new RevocationFeed(fixture.auth.sessions(), fixture.clock);
        TokenVerifier verifier = new TokenVerifier(fixture.auth.sessions(), feed, serviceTokens, NAME, fixture.clock);
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
        http = ParleyHttp.open(
                vertx,
                ClientConfig.of(NAME, uri("")),
                InstantSource.system(),
                new SecureRandom(),
                new SimpleMeterRegistry());
        credentials = Credentials.ofService("messaging", serviceTokens, fixture.clock);
    }

    /// The contract through client and HTTP, as another service calls it.
    AccountsApi accounts() {
        return new HttpAccounts(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    SessionsApi sessions() {
        return new HttpSessions(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    OwnAccountApi ownAccount() {
        return new HttpOwnAccount(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    AccountAdministrationApi administration() {
        return new HttpAccountAdministration(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    FactorsApi factors() {
        return new HttpFactors(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    FactorSignInsApi factorSignIns() {
        return new HttpFactorSignIns(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    CustomRolesApi customRoles() {
        return new HttpCustomRoles(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    ApiTokensApi apiTokens() {
        return new HttpApiTokens(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    ServiceAccountsApi serviceAccounts() {
        return new HttpServiceAccounts(http, credentials);
    }

    /// The contract through client and HTTP, as another service calls it.
    BreakGlassApi breakGlass() {
        return new HttpBreakGlass(http, credentials);
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    @Override
    public void close() {
        http.close();
        server.close();
        feed.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
