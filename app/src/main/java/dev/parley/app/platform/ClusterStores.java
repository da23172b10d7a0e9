package dev.parley.app.platform;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.cluster.ClusterSettings;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.cluster.elasticsearch.ElasticsearchSearchIndex;
import dev.parley.storage.cluster.kafka.KafkaEventLog;
import dev.parley.storage.cluster.mongodb.MongodbStorage;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.postgresql.PostgresqlStorage;
import dev.parley.storage.cluster.redis.RedisCaches;
import dev.parley.storage.cluster.redis.RedisConnections;
import dev.parley.storage.cluster.redis.RedisSignals;
import dev.parley.storage.cluster.s3.S3ObjectStore;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.embedded.DataFolder;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.migration.SchemaStep;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.signal.Signals;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stores on the engines of the cluster. Each engine is connected to when a service of this process first asks for
/// its port: a gateway needs no database.
final class ClusterStores implements Stores {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterStores.class);

    private final ParleyConfig config;
    private final SecretFiles secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    /// Closed in the reverse order of their opening. Guarded by itself.
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    private final Once<Database> database = new Once<>(this::openDatabase);
    private final Once<EventLog> events = new Once<>(this::openEvents);
    private final Once<RedisConnections> redis = new Once<>(this::openRedis);
    private final Once<Signals> signals = new Once<>(() -> keep(new RedisSignals(redis.get(), random)));
    private final Once<Caches> caches =
            new Once<>(() -> keep(new RedisCaches(redis.get(), random, Ticker.systemTicker())));
    private final Once<ObjectStore> objects =
            new Once<>(() -> keep(new S3ObjectStore(settings().s3().config())));
    private final Once<SearchIndex> search = new Once<>(this::openSearch);

    private ClusterStores(ParleyConfig config, SecretFiles secrets, InstantSource clock) {
        this.config = config;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// Opens the data folder, for this process alone.
    static ClusterStores open(ParleyConfig config, SecretFiles secrets, InstantSource clock) {
        ClusterStores stores = new ClusterStores(config, secrets, clock);
        stores.keep(DataFolder.open(config.data()));
        return stores;
    }

    /// Takes back steps of the document store's own tables. No process may be working on them.
    static void schemaBack(ParleyConfig config, int number) {
        ClusterSettings settings = config.cluster();
        switch (settings.documents()) {
            case POSTGRESQL ->
                PostgresqlStorage.schemaBack(
                        settings.postgresql().config(config.storage().sweepPeriod()), number);
            case MONGODB ->
                MongodbStorage.schemaBack(
                        settings.mongodb().config(), InstantSource.system(), new SecureRandom(), number);
        }
    }

    /// Takes the steps of the document store's own tables that take something away.
    static void schemaContract(ParleyConfig config) {
        ClusterSettings settings = config.cluster();
        switch (settings.documents()) {
            case POSTGRESQL ->
                PostgresqlStorage.schemaContract(
                        settings.postgresql().config(config.storage().sweepPeriod()));
            case MONGODB ->
                MongodbStorage.schemaContract(settings.mongodb().config(), InstantSource.system(), new SecureRandom());
        }
    }

    @Override
    public DocumentStore documents() {
        return database.get().documents;
    }

    @Override
    public EventLog events() {
        return events.get();
    }

    @Override
    public Signals signals() {
        return signals.get();
    }

    @Override
    public Caches caches() {
        return caches.get();
    }

    @Override
    public ObjectStore objects() {
        return objects.get();
    }

    @Override
    public SearchIndex search() {
        return search.get();
    }

    @Override
    public List<SchemaStep> schema() {
        return database.get().schema.get();
    }

    @Override
    public void close() {
        synchronized (opened) {
            while (!opened.isEmpty()) {
                AutoCloseable part = opened.pop();
                try {
                    part.close();
                } catch (Exception e) {
                    // The others must be closed all the same.
                    LOG.warn("{} did not close in order", part.getClass().getSimpleName(), e);
                }
            }
        }
    }

    private Database openDatabase() {
        return switch (settings().documents()) {
            case POSTGRESQL -> {
                PostgresqlStorage storage = keep(PostgresqlStorage.open(
                        settings().postgresql().config(config.storage().sweepPeriod()), clock, random));
                yield new Database(storage.documents(), storage.outbox(), storage::schema);
            }
            case MONGODB -> {
                MongodbStorage storage =
                        keep(MongodbStorage.open(settings().mongodb().config(), clock, random));
                yield new Database(storage.documents(), storage.outbox(), storage::schema);
            }
        };
    }

    private EventLog openEvents() {
        Outbox outbox = database.get().outbox;
        return keep(
                KafkaEventLog.open(settings().kafka().config(config.storage().eventRetention()), outbox));
    }

    private RedisConnections openRedis() {
        return keep(new RedisConnections(settings().redis().config()));
    }

    private SearchIndex openSearch() {
        try (Secret key = secrets.obtain(SecretFiles.SEARCH_INDEX)) {
            return keep(new ElasticsearchSearchIndex(settings().elasticsearch().config(), key, random));
        }
    }

    private ClusterSettings settings() {
        return config.cluster();
    }

    private <T extends AutoCloseable> T keep(T part) {
        synchronized (opened) {
            opened.push(part);
            return part;
        }
    }

    private record Database(DocumentStore documents, Outbox outbox, Supplier<List<SchemaStep>> schema) {}
}
