package dev.parley.bench;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/// SQLite with one thread that commits many callers' work in one fsync, and nothing around it: what a durable store
/// on this machine can do at best.
final class BareSqlite {
    private static final int CALLERS = 256;
    private static final byte[] BODY = new byte[600];

    private record Work(long number, CompletableFuture<Void> done) {}

    private BareSqlite() {}

    /// Durable pairs of a document and an event in a second, asked for by 256 callers at once.
    static double pairsPerSecond(Path folder, Duration duration) throws Exception {
        BlockingQueue<Work> queue = new ArrayBlockingQueue<>(CALLERS);
        AtomicLong committed = new AtomicLong();
        long end = System.nanoTime() + duration.toNanos();
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + folder.resolve("bare.db").toAbsolutePath());
                var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            prepare(connection);
            Thread writer = Thread.ofPlatform().start(() -> write(connection, queue, end));
            AtomicLong numbers = new AtomicLong();
            long start = System.nanoTime();
            for (int caller = 0; caller < CALLERS; caller++) {
                executor.submit(() -> {
                    while (System.nanoTime() < end) {
                        Work work = new Work(numbers.incrementAndGet(), new CompletableFuture<>());
                        queue.put(work);
                        work.done().get();
                        committed.incrementAndGet();
                    }
                    return null;
                });
            }
            writer.join();
            double seconds = (System.nanoTime() - start) / 1e9;
            executor.shutdownNow();
            return committed.get() / seconds;
        }
    }

    private static void prepare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : List.of(
                    "pragma journal_mode=wal",
                    "pragma synchronous=full",
                    "pragma wal_autocheckpoint=20000",
                    "pragma cache_size=-262144",
                    "create table document(id integer primary key, conversation integer, seq integer, body blob)",
                    "create unique index by_seq on document(conversation, seq)",
                    "create table event(position integer primary key, body blob)")) {
                statement.execute(sql);
            }
        }
        connection.setAutoCommit(false);
    }

    private static void write(Connection connection, BlockingQueue<Work> queue, long end) {
        List<Work> batch = new ArrayList<>(CALLERS);
        try (PreparedStatement document = connection.prepareStatement("insert into document values (?, 1, ?, ?)");
                PreparedStatement event = connection.prepareStatement("insert into event values (?, ?)")) {
            while (System.nanoTime() < end) {
                batch.clear();
                batch.add(queue.take());
                queue.drainTo(batch);
                for (Work work : batch) {
                    document.setLong(1, work.number());
                    document.setLong(2, work.number());
                    document.setBytes(3, BODY);
                    document.executeUpdate();
                    event.setLong(1, work.number());
                    event.setBytes(2, BODY);
                    event.executeUpdate();
                }
                connection.commit();
                batch.forEach(work -> work.done().complete(null));
            }
        } catch (SQLException | InterruptedException e) {
            batch.forEach(work -> work.done().completeExceptionally(e));
        }
    }
}
