package dev.parley.storage.embedded;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.embedded.lucene.LuceneSearchIndex;
import dev.parley.storage.embedded.sqlite.SqliteDatabase;
import dev.parley.storage.embedded.sqlite.SqliteDocumentStore;
import dev.parley.storage.embedded.sqlite.SqliteEventLog;
import dev.parley.storage.embedded.sqlite.SqliteSchema;
import dev.parley.storage.embedded.sqlite.SqliteSweeper;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.migration.SchemaStep;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.signal.Signals;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The storage ports on one data folder, open in this process alone.
///
/// ```
/// lock       held while open
/// parley.db  documents and events, with parley.db-wal and parley.db-shm
/// objects/   one file per object
/// search/    indexes, sealed
/// ```
public final class EmbeddedStorage implements AutoCloseable {
    /// Closed in the reverse order of their opening.
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final DocumentStore documents;
    private final EventLog events;
    private final Signals signals;
    private final Caches caches;
    private final ObjectStore objects;
    private final DataFolder folder;
    private final SqliteDatabase database;

    private EmbeddedStorage(EmbeddedStorageConfig config, InstantSource clock) {
        try {
            folder = keep(DataFolder.open(config.folder()));
            objects = keep(new FileObjectStore(folder.subfolder("objects")));
            caches = keep(new CaffeineCaches(Ticker.systemTicker()));
            database = keep(SqliteDatabase.open(folder.file("parley.db"), clock));
            SqliteDocumentStore sqliteDocuments = keep(new SqliteDocumentStore(database));
            SqliteEventLog sqliteEvents = keep(new SqliteEventLog(database, config.eventRetention()));
            keep(new SqliteSweeper(sqliteDocuments, sqliteEvents, config.sweepPeriod()));
            documents = sqliteDocuments;
            events = sqliteEvents;
            signals = keep(new LocalSignals());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Opens the folder, which comes into being when there is none.
    ///
    /// @throws FolderInUseException when another process has it open
    /// @throws FolderUnusableException when it cannot be read and written
    public static EmbeddedStorage open(EmbeddedStorageConfig config, InstantSource clock) {
        return new EmbeddedStorage(config, clock);
    }

    /// Takes back what newer versions did to the tables of a folder, to the end of step `number` of
    /// [SqliteSchema].
    ///
    /// @throws FolderInUseException when another process has it open
    public static void schemaBack(Path folder, int number) {
        try (DataFolder locked = DataFolder.open(folder)) {
            SqliteSchema.CURRENT.goBack(locked.file("parley.db"), number);
        }
    }

    /// Takes the steps of the tables of a folder that take something away, which no older version needs any more.
    ///
    /// @throws FolderInUseException when another process has it open
    public static void schemaContract(Path folder, InstantSource clock) {
        try (DataFolder locked = DataFolder.open(folder)) {
            SqliteSchema.CURRENT.contract(locked.file("parley.db"), clock);
        }
    }

    public DocumentStore documents() {
        return documents;
    }

    public EventLog events() {
        return events;
    }

    public Signals signals() {
        return signals;
    }

    public Caches caches() {
        return caches;
    }

    public ObjectStore objects() {
        return objects;
    }

    /// The steps by which the tables came into being.
    public List<SchemaStep> schema() {
        return database.schema();
    }

    /// Topics that ever had an event, which the port does not tell.
    public List<String> topics() {
        return database.topicNames();
    }

    /// Opens the search indexes, once.
    ///
    /// @param key 32 bytes that seal them; with another one they start empty
    public SearchIndex search(Secret key) {
        return keep(new LuceneSearchIndex(folder.subfolder("search"), key, new SecureRandom()));
    }

    private <T extends AutoCloseable> T keep(T part) {
        opened.push(part);
        return part;
    }

    /// Ends consumers and listeners, waits for running writes, and frees the folder. Idempotent.
    @Override
    public void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                failure = failure == null ? new IllegalStateException("storage did not close cleanly") : failure;
                failure.addSuppressed(e);
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
