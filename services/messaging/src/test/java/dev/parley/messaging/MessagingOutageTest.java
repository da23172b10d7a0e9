package dev.parley.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.messaging.FailingDocuments.Failure;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What senders see, and what is stored, while crypto or the store does not answer.
class MessagingOutageTest {
    private static final SendMessage HELLO = MessagingFixture.message("one", "hello");

    private MessagingFixture parley;
    private Caller.User ada;
    private ConversationId room;
    private final Queue<byte[]> heard = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void open(@TempDir Path folder) {
        parley = new MessagingFixture(folder);
        ada = parley.user();
        room = parley.conversation(ada);
        var subscription =
                parley.storage.signals().subscribe(TenantId.DEFAULT, MessagingSignals.conversation(room), heard::add);
        assertThat(subscription).isNotNull();
    }

    @AfterEach
    void close() throws IOException {
        parley.close();
    }

    private List<Message> history() {
        return parley.messages.history(ada, room, HistoryRange.newest(10)).messages();
    }

    @Test
    void nothingIsWrittenNorSignalledWhileCryptoIsAway() {
        parley.dataKeys.answers = false;
        assertThatThrownBy(() -> parley.messages.send(ada, room, HELLO)).isInstanceOf(StoreUnavailableException.class);
        assertThat(history()).isEmpty();
        assertThat(parley.conversations.conversation(ada, room).latestSeq()).isZero();
        assertThat(heard).isEmpty();

        parley.dataKeys.answers = true;
        Sent sent = parley.messages.send(ada, room, HELLO);
        assertThat(sent.duplicate()).isFalse();
        assertThat(sent.message().seq()).as("no number was used up").isEqualTo(1);
    }

    @Test
    void nothingIsWrittenNorSignalledWhileTheStoreIsAway() {
        parley.documents.failure = Failure.BEFORE_COMMIT;
        assertThatThrownBy(() -> parley.messages.send(ada, room, HELLO)).isInstanceOf(StoreUnavailableException.class);
        assertThat(history()).isEmpty();
        assertThat(heard).isEmpty();

        parley.documents.failure = Failure.NEVER;
        assertThat(parley.messages.send(ada, room, HELLO).message().seq()).isEqualTo(1);
    }

    @Test
    void whoSendsAgainAfterAnAnswerThatWasLostFindsTheOneMessage() {
        parley.documents.failure = Failure.AFTER_COMMIT;
        assertThatThrownBy(() -> parley.messages.send(ada, room, HELLO)).isInstanceOf(StoreUnavailableException.class);

        parley.documents.failure = Failure.NEVER;
        Sent again = parley.messages.send(ada, room, HELLO);
        assertThat(again.duplicate()).isTrue();
        assertThat(history()).containsExactly(again.message());
    }

    @Test
    void sendersOverHttpAreTold503AndWhenToComeBack() throws Exception {
        Vertx vertx = Vertx.vertx();
        Endpoint endpoint = new Endpoint(
                "messaging",
                List.of(MessagingRoutes.of(parley.conversations, parley.messages)),
                List.of(),
                new SimpleMeterRegistry(),
                _ -> ada,
                List.of(),
                List.of());
        try (HttpServer server = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0), endpoint)) {
            parley.dataKeys.answers = false;
            assertToldToComeBack(post(server));
            parley.dataKeys.answers = true;
            parley.documents.failure = Failure.BEFORE_COMMIT;
            assertToldToComeBack(post(server));
            assertThat(history()).isEmpty();

            parley.documents.failure = Failure.NEVER;
            assertThat(post(server).statusCode()).isEqualTo(201);
        } finally {
            vertx.close().await();
        }
    }

    private HttpResponse<String> post(HttpServer server) throws Exception {
        String path = "/v1/conversations/" + room.value() + "/messages";
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .header("Authorization", "Bearer any")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"clientMessageId\":\"one\",\"text\":\"hello\"}"))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static void assertToldToComeBack(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"unavailable\"").doesNotContain("away");
    }
}
