package dev.parley.crypto;

import static dev.parley.crypto.CryptoNode.MEMBER;
import static dev.parley.crypto.CryptoNode.OWNER;
import static dev.parley.crypto.CryptoNode.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.crypto.DataKeysApi;
import dev.parley.api.crypto.KeysApi;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.HttpDataKeys;
import dev.parley.client.HttpKeys;
import dev.parley.client.ParleyHttp;
import dev.parley.client.token.ServiceTokens;
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
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contracts through routes, a real connection and the client, as the cluster topology uses them.
class CryptoOverHttpTest implements KeysContract, DataKeysContract {
    private static final ServiceTokens TOKENS =
            new ServiceTokens(Secret.of("a fake secret of 32 bytes or more"), InstantSource.system());
    private static final Vertx VERTX = Vertx.vertx();

    @TempDir
    Path folder;

    private EmbeddedStorage storage;
    private CryptoNode node;
    private HttpServer server;
    private ParleyHttp http;

    @AfterAll
    static void stopVertx() {
        VERTX.close().await();
    }

    @BeforeEach
    void start() {
        storage = CryptoNode.open(folder);
        node = new CryptoNode(storage);
        Endpoint endpoint = new Endpoint(
                "crypto",
                List.of(CryptoRoutes.of(node.keys, node.dataKeys)),
                List.of(),
                new SimpleMeterRegistry(),
                token -> TOKENS.verify(token, "crypto"),
                List.of(),
                List.of());
        server = HttpServer.start(VERTX, HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true), endpoint);
        ClientConfig config = ClientConfig.of("crypto", URI.create("http://127.0.0.1:" + server.port()));
        http = ParleyHttp.open(VERTX, config, InstantSource.system(), new Random(), new SimpleMeterRegistry());
    }

    @AfterEach
    void stop() {
        http.close();
        server.close();
        node.close();
        storage.close();
    }

    @Override
    public KeysApi keys() {
        return new HttpKeys(http, credentials());
    }

    @Override
    public DataKeysApi dataKeys() {
        return new HttpDataKeys(http, credentials());
    }

    @Test
    void givesDataKeysToNoUser() throws Exception {
        String body = "{\"purpose\":\"search\",\"subject\":\"tnt_00000000000000000000000000\"}";
        for (String token :
                List.of(TOKENS.mintFor("gateway", "crypto", OWNER), TOKENS.mintFor("gateway", "crypto", MEMBER))) {
            assertThat(post("/v1/data-keys", token, body).statusCode()).isEqualTo(403);
        }
        assertThat(post("/v1/data-keys", "forged", body).statusCode()).isEqualTo(401);
        String forElsewhere = TOKENS.mint("messaging", "search", SERVICE.tenant());
        assertThat(post("/v1/data-keys", forElsewhere, body).statusCode()).isEqualTo(401);
        String service = TOKENS.mint("messaging", "crypto", SERVICE.tenant());
        HttpResponse<String> given = post("/v1/data-keys", service, body);
        assertThat(given.statusCode()).isEqualTo(200);
        assertThat(given.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void refusesWhatIsNotBase64() throws Exception {
        String token = TOKENS.mint("messaging", "crypto", SERVICE.tenant());
        node.keys.create(SERVICE, "letters");
        for (String text : List.of("*", "AAA", "AA==AA", "AAA_", "A A A A")) {
            HttpResponse<String> refused = post("/v1/keys/letters/encrypt", token, "{\"plaintext\":\"" + text + "\"}");
            if (!text.equals("AAA")) {
                assertThat(refused.statusCode()).as(text).isEqualTo(400);
                assertThat(refused.body()).contains("validation-failed").contains("/plaintext");
            }
        }
    }

    private HttpResponse<String> post(String path, String token, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                            .header("Authorization", "Bearer " + token)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Credentials credentials() {
        return Credentials.ofService("messaging", TOKENS, InstantSource.system());
    }
}
