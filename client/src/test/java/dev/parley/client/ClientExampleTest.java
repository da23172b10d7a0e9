package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.client.token.InMemoryAuth;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import io.vertx.core.Vertx;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClientExampleTest {
    private static final String MESSAGE = """
            {"id":"msg_01h455vb4pex5vsknk084sn02q","conversationId":"cnv_01h455vb4pex5vsknk084sn02q","seq":1,
            "senderId":"usr_01h455vb4pex5vsknk084sn02q","clientMessageId":"hello-1","text":"Hello!","attachments":[],
            "sentAt":"2026-01-31T09:30:00.000Z"}""";

    @Test
    void doesWhatTheDocumentationShows() {
        Vertx vertx = Vertx.vertx();
        Caller.User me = new Caller.User(TenantId.DEFAULT, InMemoryAuth.USER, InMemoryAuth.SESSION, Set.of());
        try (ContractServer server = new ContractServer(vertx)) {
            server.answer = "{\"messages\":[" + MESSAGE + "],\"latestSeq\":1}";
            server.answers.put("POST", MESSAGE);

            assertThat(ClientExample.sayHello(
                            server.url(), Secret.of("token"), me, new ConversationId("cnv_01h455vb4pex5vsknk084sn02q")))
                    .hasSize(1);
            assertThat(server.seen).hasSize(2);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().join();
        }
    }
}
