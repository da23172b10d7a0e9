package dev.parley.client;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.SendMessage;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// How another Java program sends a message and reads what was said, as the documentation shows it.
final class ClientExample {
    private ClientExample() {}

    /// @param gateway for example `http://localhost:3000`
    /// @param token an access token, as `POST /v1/sessions` answers it
    /// @param me whom the token is for; services go by the token
    static List<Message> sayHello(URI gateway, Secret token, Caller.User me, ConversationId conversation) {
        Vertx vertx = Vertx.vertx();
        ClientConfig config = ClientConfig.of("messaging", gateway);
        try (ParleyHttp http =
                ParleyHttp.open(vertx, config, InstantSource.system(), new SecureRandom(), new SimpleMeterRegistry())) {
            HttpMessages messages = new HttpMessages(http, Credentials.ofToken(token));
            messages.send(me, conversation, new SendMessage("hello-1", "Hello!", List.of(), null));
            return messages.history(me, conversation, HistoryRange.newest(20)).messages();
        } finally {
            vertx.close();
        }
    }
}
