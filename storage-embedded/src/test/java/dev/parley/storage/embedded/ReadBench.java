package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;

/// Reads per second through the store, by id and as pages of an index, beside bare JDBC on the same file, which
/// hands over bytes and no objects.
///
/// `ReadBench <empty folder> <callers> <seconds>`
public final class ReadBench {
    private static final int CONVERSATIONS = 1000;
    private static final int MESSAGES = 100;
    private static final int PAGE = 50;
    private static final PrintStream OUT = System.out;
    private static final Collection<Message> MESSAGE_COLLECTION = Collection.of(
            "bench_messages", Message.class, Index.unique("by_conversation_seq", "conversationId", "seq"));

    private final Path folder;
    private final int callers;
    private final long nanos;

    private ReadBench(Path folder, int callers, int seconds) {
        this.folder = folder;
        this.callers = callers;
        this.nanos = seconds * 1_000_000_000L;
    }

    public static void main(String[] arguments) throws Exception {
        new ReadBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2])).run();
    }

    private void run() throws Exception {
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system())) {
            DocumentStore documents = storage.documents();
            documents.declare(List.of(MESSAGE_COLLECTION));
            fill(documents);
            for (int round = 1; round <= 2; round++) {
                double bareIds = bare("SELECT body FROM \"d.bench_messages\" WHERE tenant = 1 AND id = ?", 1);
                double ids = perSecond(() -> () -> {
                    if (documents
                            .get(TenantId.DEFAULT, MESSAGE_COLLECTION, id(random(CONVERSATIONS), random(MESSAGES)))
                            .isEmpty()) {
                        throw new AssertionError("every message is there");
                    }
                    return 1;
                });
                double barePages = bare(
                        "SELECT body FROM \"d.bench_messages\" WHERE tenant = 1"
                                + " AND json_extract(body, '$.conversationId') = ? AND"
                                + " json_extract(body, '$.conversationId') IS NOT NULL AND"
                                + " json_extract(body, '$.seq') IS NOT NULL"
                                + " ORDER BY json_extract(body, '$.seq') DESC LIMIT " + PAGE,
                        PAGE);
                IndexQuery query = IndexQuery.on("by_conversation_seq");
                double pages = perSecond(() -> () -> documents
                                .find(
                                        TenantId.DEFAULT,
                                        MESSAGE_COLLECTION,
                                        query.equal("cnv" + random(CONVERSATIONS))
                                                .reversed()
                                                .limit(PAGE))
                                .size())
                        / PAGE;
                OUT.printf(
                        Locale.ROOT,
                        "round %d, %d callers: by id %.0f/s (bare JDBC %.0f/s, %.0f%%);"
                                + " pages of %d %.0f/s (bare JDBC %.0f/s, %.0f%%)%n",
                        round,
                        callers,
                        ids,
                        bareIds,
                        100 * ids / bareIds,
                        PAGE,
                        pages,
                        barePages,
                        100 * pages / barePages);
            }
        }
    }

    private static void fill(DocumentStore documents) {
        for (int i = 0; i < CONVERSATIONS; i++) {
            int conversation = i;
            documents.transact(TenantId.DEFAULT, transaction -> {
                for (int seq = 0; seq < MESSAGES; seq++) {
                    transaction.insert(
                            MESSAGE_COLLECTION,
                            id(conversation, seq),
                            new Message("cnv" + conversation, seq, "usr_01h2xcejqtf2nbrexx3vqjhp41", "x".repeat(200)));
                }
                return true;
            });
        }
    }

    private double bare(String sql, int rows) throws Exception {
        double read = perSecond(() -> {
            Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("parley.db"));
            connection.setAutoCommit(false);
            PreparedStatement statement = connection.prepareStatement(sql);
            return () -> {
                int conversation = random(CONVERSATIONS);
                statement.setString(1, rows == 1 ? id(conversation, random(MESSAGES)) : "cnv" + conversation);
                return read(statement);
            };
        });
        return read / rows;
    }

    private static int read(PreparedStatement statement) throws SQLException {
        int count = 0;
        try (ResultSet found = statement.executeQuery()) {
            while (found.next()) {
                count += found.getBytes(1).length > 0 ? 1 : 0;
            }
        }
        return count;
    }

    /// @param caller makes one caller's call, which gives how many rows it read
    private double perSecond(Callable<Callable<Integer>> caller) throws Exception {
        long start = System.nanoTime();
        long rows = 0;
        try (ExecutorService executor = Executors.newFixedThreadPool(callers)) {
            Callable<Long> loop = () -> {
                Callable<Integer> call = caller.call();
                long read = 0;
                while (System.nanoTime() - start < nanos) {
                    read += call.call();
                }
                return read;
            };
            for (Future<Long> future : executor.invokeAll(java.util.Collections.nCopies(callers, loop))) {
                rows += future.get();
            }
        }
        return rows * 1e9 / (System.nanoTime() - start);
    }

    private static int random(int bound) {
        return ThreadLocalRandom.current().nextInt(bound);
    }

    private static String id(int conversation, int seq) {
        return "msg-" + conversation + "-" + seq;
    }

    record Message(String conversationId, long seq, String senderId, String body) {}
}
