package dev.parley.app.platform;

import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.migration.SchemaStep;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.signal.Signals;
import java.util.List;

/// The six ports on what this process keeps its data on.
interface Stores extends AutoCloseable {
    DocumentStore documents();

    EventLog events();

    Signals signals();

    Caches caches();

    ObjectStore objects();

    SearchIndex search();

    /// The steps of the document store's own tables.
    List<SchemaStep> schema();

    @Override
    void close();
}
