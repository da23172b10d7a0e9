package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.migration.SchemaStep;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.signal.Signals;
import java.time.InstantSource;
import java.util.List;

/// Stores in the data folder, for this process alone.
final class EmbeddedStores implements Stores {
    private final EmbeddedStorage storage;
    private final SecretFiles secrets;

    private EmbeddedStores(EmbeddedStorage storage, SecretFiles secrets) {
        this.storage = storage;
        this.secrets = secrets;
    }

    static EmbeddedStores open(ParleyConfig config, SecretFiles secrets, InstantSource clock) {
        return new EmbeddedStores(EmbeddedStorage.open(config.storage().in(config.data()), clock), secrets);
    }

    @Override
    public DocumentStore documents() {
        return storage.documents();
    }

    @Override
    public EventLog events() {
        return storage.events();
    }

    @Override
    public Signals signals() {
        return storage.signals();
    }

    @Override
    public Caches caches() {
        return storage.caches();
    }

    @Override
    public ObjectStore objects() {
        return storage.objects();
    }

    @Override
    public SearchIndex search() {
        try (Secret key = secrets.obtain(SecretFiles.SEARCH_INDEX)) {
            return storage.search(key);
        }
    }

    @Override
    public List<SchemaStep> schema() {
        return storage.schema();
    }

    @Override
    public void close() {
        storage.close();
    }
}
