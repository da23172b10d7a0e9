package dev.parley.app.platform;

import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.signal.Signals;

/// The six ports on what this process keeps its data on.
interface Stores extends AutoCloseable {
    DocumentStore documents();

    EventLog events();

    Signals signals();

    Caches caches();

    ObjectStore objects();

    SearchIndex search();

    @Override
    void close();
}
