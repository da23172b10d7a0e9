package dev.parley.storage.embedded.sqlite;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.embedded.PrivateFiles;
import dev.parley.storage.migration.Phase;
import dev.parley.storage.migration.SchemaStep;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The SQLite file that [SqliteDocumentStore] and [SqliteEventLog] share, its one writer and its readers.
///
/// Nothing else may open the file in this process: closing any other descriptor of it would drop SQLite's locks
/// (<https://www.sqlite.org/howtocorrupt.html> §2.2).
public final class SqliteDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteDatabase.class);
    private static final int WRITER_CACHE_KIBIBYTES = 256 << 10;
    private static final int READERS = Math.clamp(2L * Runtime.getRuntime().availableProcessors(), 4, 16);
    private static final int QUEUE_LENGTH = 8192;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final SqliteSession writing;
    private final SqliteWriter writer;
    private final SqliteReaders readers;
    private final SqliteCheckpointer checkpointer;
    private final Numbering tenants = new Numbering("tenants");
    private final Numbering topics = new Numbering("topics");
    private final EventTable events;
    private final InstantSource clock;
    private final List<Consumer<Set<String>>> appendListeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    private SqliteDatabase(Path file, SqliteSession writing, InstantSource clock) throws SQLException {
        this.writing = writing;
        this.clock = clock;
        this.events = new EventTable(topics, tenants, clock);
        tenants.load(writing, "tenants");
        topics.load(writing, "topics");
        this.readers = new SqliteReaders(file, READERS, PATIENCE);
        this.checkpointer = new SqliteCheckpointer(file);
        this.writer = new SqliteWriter(writing, new AfterBatch(), QUEUE_LENGTH, PATIENCE);
    }

    /// Opens the database, which comes into being when there is none.
    ///
    /// @throws StoreUnavailableException when the file cannot be read and written
    /// @throws dev.parley.storage.SchemaTooNewException when a newer version of the program has written it
    public static SqliteDatabase open(Path file, InstantSource clock) {
        SqliteSession session = null;
        try {
            // SQLite gives its other files the permissions of this one.
            PrivateFiles.createFileIfAbsent(file);
            session = SqliteSession.writing(file, WRITER_CACHE_KIBIBYTES);
            SqliteSchema.CURRENT.goForward(session, file, clock, Phase.EXPAND);
            return new SqliteDatabase(file, session, clock);
        } catch (SQLException e) {
            closeQuietly(session);
            throw new StoreUnavailableException("cannot open " + file + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreUnavailableException("cannot create " + file, new UncheckedIOException(e));
        } catch (SchemaTooNewException e) {
            closeQuietly(session);
            throw e;
        }
    }

    /// What this file is made of, and when.
    public List<SchemaStep> schema() {
        return readers.read(SqliteSchema.CURRENT::steps);
    }

    /// Topics that ever had an event.
    public List<String> topicNames() {
        return readers.read(session -> {
            List<String> names = new ArrayList<>();
            session.query("SELECT name FROM topics ORDER BY name", row -> names.add(row.getString(1)));
            return List.copyOf(names);
        });
    }

    SqliteWriter writer() {
        return writer;
    }

    SqliteReaders readers() {
        return readers;
    }

    Numbering tenants() {
        return tenants;
    }

    EventTable events() {
        return events;
    }

    InstantSource clock() {
        return clock;
    }

    /// Calls `listener` after each commit with the topics that it appended to. On the writer thread: it
    /// returns at once.
    void onAppend(Consumer<Set<String>> listener) {
        appendListeners.add(listener);
    }

    /// Reads and writes, so that a full or failed disk shows.
    void check() {
        writer.run(session -> {
            // The same value again: a write that changes nothing.
            session.execute("PRAGMA user_version = " + session.number("PRAGMA user_version"));
            return true;
        });
        readers.read(session -> session.number("PRAGMA user_version") != null);
    }

    /// Returns when the writes asked for before have ended.
    void drain() {
        if (!closed.get()) {
            writer.run(session -> true);
        }
    }

    /// Ends after the work that is queued. Idempotent.
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        writer.close();
        readers.close();
        closeQuietly(checkpointer);
        closeQuietly(writing);
    }

    private static void closeQuietly(@Nullable AutoCloseable part) {
        try {
            if (part != null) {
                part.close();
            }
        } catch (Exception e) {
            LOG.warn("the database did not close cleanly; the next start recovers it", e);
        }
    }

    private final class AfterBatch implements SqliteWriter.BatchListener {
        @Override
        public void savepoint() {
            tenants.savepoint();
            topics.savepoint();
        }

        @Override
        public void rolledBackToSavepoint() {
            tenants.rolledBackToSavepoint();
            topics.rolledBackToSavepoint();
            events.rolledBack();
        }

        @Override
        public void committed() {
            checkpointer.written();
            tenants.committed();
            topics.committed();
            Set<String> appended = events.takeTouched();
            if (!appended.isEmpty()) {
                appendListeners.forEach(listener -> listener.accept(appended));
            }
        }

        @Override
        public void rolledBack() {
            tenants.rolledBack();
            topics.rolledBack();
            events.rolledBack();
        }
    }
}
