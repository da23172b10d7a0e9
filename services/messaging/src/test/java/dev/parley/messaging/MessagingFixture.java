package dev.parley.messaging;

import dev.parley.api.messaging.NewConversation;
import dev.parley.api.messaging.SendMessage;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.audit.AuditTrailConfig;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.MessageStore;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The service's objects on real embedded storage, with auth and crypto played by objects in memory.
final class MessagingFixture implements AutoCloseable {
    final InstantSource clock = InstantSource.system();
    final IdSource ids = new IdSource(clock, new SecureRandom());
    final KnownAccounts accounts = new KnownAccounts();
    final MemoryDataKeys dataKeys = new MemoryDataKeys();
    final RecordedAudit recorded = new RecordedAudit();
    final EmbeddedStorage storage;
    final FailingDocuments documents;
    final AuditTrail audit;
    final Conversations conversations;
    final Messages messages;

    MessagingFixture(Path folder) {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder.resolve("data")), clock);
        documents = new FailingDocuments(storage.documents());
        audit = audit(folder.resolve("audit"));
        conversations = new Conversations(
                new ConversationStore(documents),
                new People(accounts, storage.caches()),
                new Notices(storage.signals(), audit, ids, clock),
                ids,
                clock);
        messages = new Messages(
                new MessageStore(documents, storage.caches()),
                new MessageSealer(new Sealer(new DataKeyRing(dataKeys), new SecureRandom())),
                storage.signals(),
                ids,
                clock);
    }

    private AuditTrail audit(Path folder) {
        try {
            return AuditTrail.open(
                    AuditTrailConfig.in(folder), recorded, clock, new SecureRandom(), new SimpleMeterRegistry());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Caller.User user() {
        Caller.User user = new Caller.User(TenantId.DEFAULT, ids.userId(), ids.sessionId(), Set.of(Role.MEMBER));
        accounts.add(user.user());
        return user;
    }

    /// A conversation that `owner` started, with the others as members.
    ConversationId conversation(Caller.User owner, Caller.User... others) {
        return conversations
                .create(
                        owner,
                        new NewConversation(
                                "Plans",
                                Stream.of(others).map(Caller.User::user).toList()),
                        null)
                .id();
    }

    static SendMessage message(String clientMessageId, String text) {
        return new SendMessage(clientMessageId, text, List.of(), null);
    }

    @Override
    public void close() throws IOException {
        audit.close();
        storage.close();
    }
}
