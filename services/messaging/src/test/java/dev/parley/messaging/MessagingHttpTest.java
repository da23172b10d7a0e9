package dev.parley.messaging;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.client.ClientConfig;
import dev.parley.client.Credentials;
import dev.parley.client.HttpConversations;
import dev.parley.client.HttpMessages;
import dev.parley.client.ParleyHttp;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.secret.Secret;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contracts through client and HTTP, with answers checked against the document as well.
class MessagingHttpTest implements ConversationsContract, MessagesContract {
    private static Vertx vertx;

    private MessagingFixture parley;
    private HttpServer server;
    private ParleyHttp http;
    private Credentials credentials;

    @BeforeAll
    static void startVertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void stopVertx() {
        vertx.close().await();
    }

    @BeforeEach
    void open(@TempDir Path folder) {
        parley = new MessagingFixture(folder);
        ServiceTokens tokens = new ServiceTokens(Secret.of("0123456789abcdef0123456789abcdef"), parley.clock);
        Endpoint endpoint = new Endpoint(
                "messaging",
                List.of(MessagingRoutes.of(parley.conversations, parley.messages)),
                List.of(),
                new SimpleMeterRegistry(),
                token -> tokens.verify(token, "messaging"),
                List.of(),
                List.of());
        server = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true), endpoint);
        http = ParleyHttp.open(
                vertx,
                ClientConfig.of("messaging", URI.create("http://127.0.0.1:" + server.port())),
                parley.clock,
                new Random(1),
                new SimpleMeterRegistry());
        credentials = Credentials.ofService("gateway", tokens, parley.clock);
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        server.close();
        parley.close();
    }

    @Override
    public MessagingSubject subject() {
        return new MessagingSubject() {
            @Override
            public ConversationsApi conversations() {
                return new HttpConversations(http, credentials);
            }

            @Override
            public MessagesApi messages() {
                return new HttpMessages(http, credentials);
            }

            @Override
            public Caller.User user() {
                return parley.user();
            }
        };
    }
}
