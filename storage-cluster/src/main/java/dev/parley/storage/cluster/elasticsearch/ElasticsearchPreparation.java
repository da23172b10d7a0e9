package dev.parley.storage.cluster.elasticsearch;

import java.util.List;

/// Looks after a search engine before the program runs on it.
public final class ElasticsearchPreparation {
    private ElasticsearchPreparation() {}

    /// Makes the indexes that are not there.
    ///
    /// @throws dev.parley.core.problem.StoreUnavailableException when no node answers, or they refuse
    public static void ensure(ElasticsearchConfig config, List<String> names) {
        try (EngineClient client = new EngineClient(config)) {
            EngineIndex indexes = new EngineIndex(client, config.layout());
            names.forEach(name -> indexes.ensure(indexes.alias(name)));
        }
    }
}
