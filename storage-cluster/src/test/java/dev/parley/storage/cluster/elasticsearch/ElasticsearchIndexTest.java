package dev.parley.storage.cluster.elasticsearch;

import dev.parley.engines.ElasticsearchNode;
import dev.parley.storage.contract.Fixtures;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/// On the Elasticsearch that Maven Central has. It lacks most modules; none of them is needed.
class ElasticsearchIndexTest extends SearchIndexOnEngine {
    private static final String PREFIX = Fixtures.freshName();
    private static ElasticsearchNode node;

    @BeforeAll
    static void start() {
        node = ElasticsearchNode.start(RunningOpenSearch.folder("parley-elasticsearch"));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Override
    ElasticsearchConfig config() {
        return config(List.of(node.address()), PREFIX);
    }
}
