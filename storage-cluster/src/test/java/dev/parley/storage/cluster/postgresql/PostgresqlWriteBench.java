package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.engines.PostgresqlServer;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Durable writes per second through the store, beside bare JDBC on the same server, in one run, so that the ratio
/// means something on a loaded machine. fsync is on.
///
/// `PostgresqlWriteBench <callers> <seconds>`
public final class PostgresqlWriteBench {
    private static final Collection<Message> MESSAGES = Collection.of(
            "bench_messages",
            Message.class,
            Index.unique("by_conversation_seq", "conversationId", "seq"),
            Index.unique("by_client_id", "conversationId", "clientMessageId"));
    private static final Collection<Conversation> CONVERSATIONS =
            Collection.of("bench_conversations", Conversation.class);
    private static final byte[] PAYLOAD = Fixtures.utf8("{\"conversationId\":\"cnv_01h2xcejqtf2nbrexx3vqjhp41\","
            + "\"seq\":12345,\"messageId\":\"msg_01h2xcejqtf2nbrexx3vqjhp41\"}");
    private static final int CONNECTIONS = 16;
    private static final PrintStream OUT = System.out;

    private final PostgresqlServer server;
    private final DocumentStore documents;
    private final int callers;
    private final int seconds;

    private PostgresqlWriteBench(PostgresqlServer server, DocumentStore documents, int callers, int seconds) {
        this.server = server;
        this.documents = documents;
        this.callers = callers;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = PostgresqlFixture.freshFolder();
        PostgresqlServer server =
                PostgresqlServer.start(folder, PostgresqlServer.Settings.of(PostgresqlFixture.PASSWORD));
        try (PostgresqlStorage storage = PostgresqlFixture.open(
                PostgresqlFixture.config("parley", server).withTimeouts(PostgresqlFixture.PATIENT))) {
            storage.documents().declare(List.of(CONVERSATIONS, MESSAGES));
            PostgresqlWriteBench bench = new PostgresqlWriteBench(
                    server, storage.documents(), Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1]));
            for (int round = 1; round <= Integer.getInteger("rounds", 2); round++) {
                double bare = bench.barePairs();
                double pairs = bench.pairs();
                double sends = bench.sends(1000);
                double hot = bench.sends(1);
                OUT.printf(
                        "round %d: bare JDBC %.0f pairs/s; store %.0f pairs/s (%.0f%%); sends to 1000 conversations"
                                + " %.0f/s (%.0f%%), to one %.0f/s (%.0f%%)%n",
                        round, bare, pairs, 100 * pairs / bare, sends, 100 * sends / bare, hot, 100 * hot / bare);
            }
        } finally {
            PostgresqlFixture.end(server, folder);
        }
    }

    /// Two inserts in a transaction, as READ COMMITTED as PostgreSQL comes, with as many connections as the store
    /// has.
    private double barePairs() throws Exception {
        BlockingQueue<Connection> idle = new ArrayBlockingQueue<>(CONNECTIONS);
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = DriverManager.getConnection(
                    "jdbc:postgresql://" + server.host() + ":" + server.port() + "/" + server.database(),
                    server.user(),
                    server.password());
            idle.add(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS d(id text PRIMARY KEY, version bigint, body jsonb)");
                statement.execute("CREATE TABLE IF NOT EXISTS e(position bigint GENERATED ALWAYS AS IDENTITY"
                        + " PRIMARY KEY, key text, type text, payload bytea)");
            }
            connection.setAutoCommit(false);
        }
        double result = perSecond(() -> {
            Connection connection = idle.take();
            barePair(connection);
            idle.put(connection);
        });
        for (Connection connection : idle) {
            connection.close();
        }
        return result;
    }

    private static void barePair(Connection connection) throws SQLException {
        String id = Fixtures.freshId();
        try (PreparedStatement document = connection.prepareStatement("INSERT INTO d VALUES (?,1,?::jsonb)");
                PreparedStatement event =
                        connection.prepareStatement("INSERT INTO e(key, type, payload) VALUES (?,?,?)")) {
            document.setString(1, id);
            document.setString(2, "{\"name\":\"name of it\",\"lastSeq\":0}");
            document.executeUpdate();
            event.setString(1, id);
            event.setString(2, "message.appended.v1");
            event.setBytes(3, PAYLOAD);
            event.executeUpdate();
            connection.commit();
        }
    }

    private double pairs() throws InterruptedException {
        return perSecond(() -> documents.transact(TenantId.DEFAULT, transaction -> {
            String id = Fixtures.freshId();
            transaction.insert(CONVERSATIONS, id, new Conversation("name of it", 0));
            transaction.append(new Event("messages", id, "message.appended.v1", PAYLOAD));
            return true;
        }));
    }

    /// The way of a message: read and raise the conversation, insert the message, append the event.
    private double sends(int conversations) throws InterruptedException {
        List<String> ids = new ArrayList<>();
        documents.transact(TenantId.DEFAULT, transaction -> {
            ids.clear();
            for (int i = 0; i < conversations; i++) {
                ids.add(Fixtures.freshId());
                transaction.insert(CONVERSATIONS, ids.getLast(), new Conversation("conversation " + i, 0));
            }
            return true;
        });
        AtomicLong turn = new AtomicLong();
        AtomicLong attempts = new AtomicLong();
        AtomicLong sends = new AtomicLong();
        double result = perSecond(() -> {
            String conversation = ids.get((int) (turn.incrementAndGet() % conversations));
            documents.transact(TenantId.DEFAULT, transaction -> {
                attempts.incrementAndGet();
                return send(transaction, conversation);
            });
            sends.incrementAndGet();
        });
        OUT.printf(
                "    %d conversations: %.3f attempts per send%n", conversations, attempts.doubleValue() / sends.get());
        return result;
    }

    private static long send(Transaction transaction, String conversation) {
        Versioned<Conversation> found =
                transaction.get(CONVERSATIONS, conversation).orElseThrow();
        long seq = found.value().lastSeq() + 1;
        transaction.replace(
                CONVERSATIONS, conversation, new Conversation(found.value().name(), seq), found.version());
        transaction.insert(
                MESSAGES,
                Fixtures.freshId(),
                new Message(conversation, seq, Fixtures.freshName(), "usr_1", "x".repeat(200)));
        transaction.append(new Event("messages", conversation, "message.appended.v1", PAYLOAD));
        return seq;
    }

    @FunctionalInterface
    private interface Call {
        void run() throws Exception;
    }

    private double perSecond(Call call) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        AtomicLong failed = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(callers);
        long start = System.nanoTime();
        long deadline = start + seconds * 1_000_000_000L;
        for (int i = 0; i < callers; i++) {
            Thread.startVirtualThread(() -> {
                while (System.nanoTime() < deadline) {
                    try {
                        call.run();
                        done.incrementAndGet();
                    } catch (Exception e) {
                        if (failed.incrementAndGet() == 1) {
                            OUT.println("    " + e);
                        }
                    }
                }
                ended.countDown();
            });
        }
        ended.await();
        if (failed.get() > 0) {
            OUT.printf("    %d failed%n", failed.get());
        }
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    record Conversation(String name, long lastSeq) {}

    record Message(String conversationId, long seq, String clientMessageId, String senderId, String body) {}
}
