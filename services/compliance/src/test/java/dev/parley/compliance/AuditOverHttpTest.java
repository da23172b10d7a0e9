package dev.parley.compliance;

import static dev.parley.compliance.AuditNode.OWNER;
import static dev.parley.compliance.AuditNode.SERVICE;
import static dev.parley.compliance.AuditNode.TENANT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditApi;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.HttpAudit;
import dev.parley.client.ParleyHttp;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.storage.embedded.EmbeddedStorage;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract through routes, a real connection and the client, as the cluster topology uses it.
class AuditOverHttpTest implements AuditContract {
    private static final ServiceTokens TOKENS =
            new ServiceTokens(Secret.of("a fake secret of 32 bytes or more"), InstantSource.system());
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    private EmbeddedStorage storage;
    private HttpServer server;
    private ParleyHttp http;

    @AfterAll
    static void stopVertx() {
        VERTX.close().await();
    }

    @BeforeEach
    void start() {
        storage = AuditNode.open(folder);
        AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
        Endpoint endpoint = new Endpoint(
                "compliance",
                List.of(AuditRoutes.of(node.audit)),
                List.of(),
                new SimpleMeterRegistry(),
                token -> TOKENS.verify(token, "compliance"),
                List.of(),
                List.of());
        server = HttpServer.start(VERTX, HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true), endpoint);
        ClientConfig config = ClientConfig.of("compliance", URI.create("http://127.0.0.1:" + server.port()));
        http = ParleyHttp.open(VERTX, config, InstantSource.system(), new Random(), new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        storage.close();
    }

    @Override
    public AuditApi audit() {
        return new HttpAudit(http, Credentials.ofService("gateway", TOKENS, InstantSource.system()));
    }

    @Test
    void takesRecordsFromServicesOnly() throws Exception {
        byte[] body = Json.bytes(Map.of("records", AuditNode.records(1)));
        assertThat(post(TOKENS.mintFor("gateway", "compliance", OWNER), body)).isEqualTo(403);
        assertThat(post(TOKENS.mint("gateway", "crypto", TENANT), body)).isEqualTo(401);
        assertThat(post("forged", body)).isEqualTo(401);
        assertThat(audit().head(SERVICE).size()).isZero();
        assertThat(post(TOKENS.mint("gateway", "compliance", TENANT), body)).isEqualTo(201);
        assertThat(audit().head(SERVICE).size()).isEqualTo(1);
    }

    private int post(String token, byte[] body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + server.port() + "/v1/audit/records"))
                                    .header("Authorization", "Bearer " + token)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
