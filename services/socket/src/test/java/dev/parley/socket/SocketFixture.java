package dev.parley.socket;

import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.NewConversation;
import dev.parley.api.messaging.SendMessage;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.audit.AuditTrailConfig;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.client.token.RevocationFeed;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.messaging.Conversations;
import dev.parley.messaging.MessageSealer;
import dev.parley.messaging.Messages;
import dev.parley.messaging.Notices;
import dev.parley.messaging.People;
import dev.parley.messaging.store.ConversationStore;
import dev.parley.messaging.store.MessageStore;
import dev.parley.socket.SocketConfig.Timing;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

/// Socket nodes before the real messaging service on embedded storage.
final class SocketFixture implements AutoCloseable {
    static final Timing QUICK = new Timing(
            Duration.ofSeconds(2),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            Duration.ofMillis(20),
            Duration.ofMillis(300),
            Duration.ofMillis(500));

    final InstantSource clock = InstantSource.system();
    final IdSource ids = new IdSource(clock, new SecureRandom());
    final Gate gate = new Gate();
    final EmbeddedStorage storage;
    final LossySignals signals;
    final Conversations conversations;
    final Messages messages;
    final RevocationFeed revocations = new RevocationFeed(gate, clock);
    private final AuditTrail audit;
    private final List<SocketServer> servers = new ArrayList<>();

    SocketFixture(Path folder) throws IOException {
        this(folder, new Random(1), 0);
    }

    /// @param lossPercent of the signals
    SocketFixture(Path folder, Random random, int lossPercent) throws IOException {
        Town town = new Town();
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder.resolve("data")), clock);
        signals = new LossySignals(storage.signals(), random, lossPercent);
        audit = AuditTrail.open(
                AuditTrailConfig.in(folder.resolve("audit")), town, clock, random, new SimpleMeterRegistry());
        conversations = new Conversations(
                new ConversationStore(storage.documents()),
                new People(town, storage.caches()),
                new Notices(signals, audit, ids, clock),
                ids,
                clock);
        messages = new Messages(
                new MessageStore(storage.documents(), storage.caches()),
                new MessageSealer(new Sealer(new DataKeyRing(town), new SecureRandom())),
                signals,
                ids,
                clock);
        revocations.start();
    }

    SocketServer node() {
        return node(SocketConfig.at("127.0.0.1", 0).withTiming(QUICK));
    }

    SocketServer node(SocketConfig config, Dependency... dependencies) {
        SocketServer server = SocketServer.start(
                config,
                new SocketPeers(gate, revocations, conversations, messages, signals),
                new SocketEndpoint(
                        "socket",
                        List.of(dependencies),
                        new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                        ids,
                        clock));
        server.ready(true);
        servers.add(server);
        return server;
    }

    Caller.User user() {
        return new Caller.User(TenantId.DEFAULT, ids.userId(), ids.sessionId(), Set.of(Role.MEMBER));
    }

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

    Message send(Caller.User sender, ConversationId conversation, String text) {
        SendMessage command = new SendMessage(ids.next("cli"), text, List.of(), null);
        return messages.send(sender, conversation, command).message();
    }

    @Override
    public void close() throws IOException {
        servers.forEach(SocketServer::close);
        revocations.close();
        audit.close();
        storage.close();
    }
}
