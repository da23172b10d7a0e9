package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.TenantId;
import dev.parley.search.MessageIndexer;
import dev.parley.search.MessageSearch;
import dev.parley.search.SearchRoutes;
import dev.parley.search.SearchStores;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.search.SearchIndex;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// Search: an index that follows the event log.
final class SearchWiring {
    private SearchWiring() {}

    static Part wire(Foundation foundation, Peers peers, MeterRegistry metrics) {
        EventLog events = foundation.storage.events();
        SearchIndex index = foundation.storage.search();
        MessageIndexer indexer = MessageIndexer.start(
                new SearchStores(foundation.storage.documents(), events, index),
                peers.messages(ServiceName.SEARCH),
                metrics,
                foundation.clock,
                List.of(TenantId.DEFAULT));
        MessageSearch search = new MessageSearch(index, peers.conversations(ServiceName.SEARCH));
        return new Part(
                new SearchRoutes(search).routes(),
                List.of(new Dependency("index", index::check), new Dependency("events", events::check)),
                List.of(indexer));
    }
}
