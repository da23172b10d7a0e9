package dev.parley.storage.embedded;

import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;

/// Durable writes per second through the store, beside bare JDBC with the same grouping of commits, in one
/// run, so that the ratio means something on a loaded machine.
///
/// `WriteBench <folder> <callers> <seconds>`
public final class WriteBench {
    private static final Collection<Message> MESSAGES = Collection.of(
            "bench_messages",
            Message.class,
            Index.unique("by_conversation_seq", "conversationId", "seq"),
            Index.unique("by_client_id", "conversationId", "clientMessageId"));
    private static final Collection<Conversation> CONVERSATIONS =
            Collection.of("bench_conversations", Conversation.class);
    private static final byte[] PAYLOAD = ("{\"conversationId\":\"cnv_01h2xcejqtf2nbrexx3vqjhp41\",\"seq\":12345,"
                    + "\"messageId\":\"msg_01h2xcejqtf2nbrexx3vqjhp41\",\"senderId\":\"usr_01h2xcejqtf2nbrexx3vqjhp41\"}")
            .getBytes(StandardCharsets.UTF_8);
    private static final PrintStream OUT = System.out;

    private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
    private final Path folder;
    private final int callers;
    private final int seconds;

    private WriteBench(Path folder, int callers, int seconds) {
        this.folder = folder;
        this.callers = callers;
        this.seconds = seconds;
    }

    public static void main(String[] arguments) throws Exception {
        WriteBench bench =
                new WriteBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        for (int round = 1; round <= Integer.getInteger("rounds", 2); round++) {
            double bare = bench.bareJdbcPairs();
            double pairs = bench.storePairs();
            double sends = bench.storeSends();
            OUT.printf(
                    "round %d: bare JDBC %.0f pairs/s; store %.0f pairs/s (%.0f%%); store %.0f sends/s (%.0f%%)%n",
                    round, bare, pairs, 100 * pairs / bare, sends, 100 * sends / bare);
        }
    }

    private double storePairs() throws Exception {
        try (EmbeddedStorage storage =
                EmbeddedStorage.open(EmbeddedStorageConfig.of(fresh()), InstantSource.system())) {
            DocumentStore documents = storage.documents();
            documents.declare(List.of(CONVERSATIONS));
            return perSecond(caller -> documents.transact(TenantId.DEFAULT, transaction -> {
                String id = ids.next("cnv");
                transaction.insert(CONVERSATIONS, id, new Conversation("name of it", 0));
                transaction.append(new Event("messages", id, "message.appended.v1", PAYLOAD));
                return true;
            }));
        }
    }

    /// The way of a message: read and raise the conversation, insert the message, append the event.
    private double storeSends() throws Exception {
        try (EmbeddedStorage storage =
                EmbeddedStorage.open(EmbeddedStorageConfig.of(fresh()), InstantSource.system())) {
            DocumentStore documents = storage.documents();
            documents.declare(List.of(CONVERSATIONS, MESSAGES));
            List<String> conversations = new ArrayList<>();
            documents.transact(TenantId.DEFAULT, transaction -> {
                for (int i = 0; i < 1000; i++) {
                    conversations.add(ids.next("cnv"));
                    transaction.insert(
                            CONVERSATIONS, conversations.getLast(), new Conversation("conversation " + i, 0));
                }
                return true;
            });
            AtomicLong turn = new AtomicLong();
            return perSecond(caller -> {
                String conversation = conversations.get((int) (turn.incrementAndGet() % conversations.size()));
                String id = ids.next("msg");
                String clientId = ids.next("cli");
                documents.transact(TenantId.DEFAULT, transaction -> {
                    Versioned<Conversation> found =
                            transaction.get(CONVERSATIONS, conversation).orElseThrow();
                    long seq = found.value().lastSeq() + 1;
                    transaction.replace(
                            CONVERSATIONS,
                            conversation,
                            new Conversation(found.value().name(), seq),
                            found.version());
                    transaction.insert(
                            MESSAGES, id, new Message(conversation, seq, clientId, "usr_1", "x".repeat(200)));
                    transaction.append(new Event("messages", conversation, "message.appended.v1", PAYLOAD));
                    return seq;
                });
            });
        }
    }

    private double perSecond(java.util.function.IntConsumer call) throws InterruptedException {
        AtomicLong done = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(callers);
        long start = System.nanoTime();
        long deadline = start + seconds * 1_000_000_000L;
        for (int i = 0; i < callers; i++) {
            int caller = i;
            Thread.startVirtualThread(() -> {
                while (System.nanoTime() < deadline) {
                    call.accept(caller);
                    done.incrementAndGet();
                }
                ended.countDown();
            });
        }
        ended.await();
        OUT.printf("    %.1f µs of processor of the writer per call%n", writerMicros() / done.get());
        return done.get() * 1e9 / (System.nanoTime() - start);
    }

    private static double writerMicros() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("sqlite-writer")) {
                return threads.getThreadCpuTime(thread.getThreadId()) / 1000.0;
            }
        }
        return Double.NaN;
    }

    private Path fresh() throws IOException {
        if (Files.exists(folder)) {
            try (var files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        return folder;
    }

    /// The same pairs with nothing around SQLite but a queue and a thread.
    private double bareJdbcPairs() throws Exception {
        Files.createDirectories(fresh());
        BlockingQueue<CompletableFuture<Boolean>> queue = new ArrayBlockingQueue<>(8192);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("bare.db"));
                Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "PRAGMA journal_mode=WAL",
                    "PRAGMA synchronous=FULL",
                    "PRAGMA wal_autocheckpoint=20000",
                    "PRAGMA cache_size=-262144",
                    "CREATE TABLE d(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, version INTEGER, body TEXT)",
                    "CREATE TABLE e(position INTEGER PRIMARY KEY, key TEXT, type TEXT, payload BLOB)")) {
                statement.execute(sql);
            }
            connection.setAutoCommit(false);
            Thread writer =
                    Thread.ofPlatform().daemon().name("sqlite-writer").start(() -> bareWriter(connection, queue));
            double result = perSecond(caller -> {
                CompletableFuture<Boolean> future = new CompletableFuture<>();
                queue.add(future);
                future.join();
            });
            writer.interrupt();
            writer.join();
            return result;
        }
    }

    private void bareWriter(Connection connection, BlockingQueue<CompletableFuture<Boolean>> queue) {
        try (PreparedStatement document =
                        connection.prepareStatement("INSERT INTO d(id, version, body) VALUES (?,1,?)");
                PreparedStatement event =
                        connection.prepareStatement("INSERT INTO e(key, type, payload) VALUES (?,?,?)")) {
            List<CompletableFuture<Boolean>> batch = new ArrayList<>();
            while (true) {
                batch.add(queue.take());
                queue.drainTo(batch, 511);
                for (int i = 0; i < batch.size(); i++) {
                    String id = ids.next("cnv");
                    document.setString(1, id);
                    document.setString(2, "{\"name\":\"name of it\",\"lastSeq\":0}");
                    document.executeUpdate();
                    event.setString(1, id);
                    event.setString(2, "message.appended.v1");
                    event.setBytes(3, PAYLOAD);
                    event.executeUpdate();
                }
                connection.commit();
                batch.forEach(future -> future.complete(true));
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    record Conversation(String name, long lastSeq) {}

    record Message(String conversationId, long seq, String clientMessageId, String senderId, String body) {}
}
