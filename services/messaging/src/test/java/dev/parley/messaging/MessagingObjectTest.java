package dev.parley.messaging;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.core.caller.Caller;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contracts on the objects themselves.
class MessagingObjectTest implements ConversationsContract, MessagesContract {
    private MessagingFixture parley;

    @BeforeEach
    void open(@TempDir Path folder) {
        parley = new MessagingFixture(folder);
    }

    @AfterEach
    void close() throws IOException {
        parley.close();
    }

    @Override
    public MessagingSubject subject() {
        return new MessagingSubject() {
            @Override
            public ConversationsApi conversations() {
                return parley.conversations;
            }

            @Override
            public MessagesApi messages() {
                return parley.messages;
            }

            @Override
            public Caller.User user() {
                return parley.user();
            }
        };
    }
}
