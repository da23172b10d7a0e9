package dev.parley.storage.cluster.elasticsearch;

import dev.parley.core.secret.Secret;
import dev.parley.storage.contract.search.IndexedDocumentsContract;
import dev.parley.storage.contract.search.SearchPagingContract;
import dev.parley.storage.contract.search.SearchTextContract;
import dev.parley.storage.search.SearchIndex;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// All promises, on whatever engine a test class names.
abstract class SearchIndexOnEngine implements IndexedDocumentsContract, SearchPagingContract, SearchTextContract {
    private SearchIndex index;

    abstract ElasticsearchConfig config();

    static ElasticsearchConfig config(List<URI> addresses, String prefix) {
        return new ElasticsearchConfig(
                addresses,
                new ElasticsearchConfig.Credentials.None(),
                null,
                new ElasticsearchConfig.Layout(prefix, 2, 0),
                new ElasticsearchConfig.Connections(Duration.ofSeconds(2), Duration.ofSeconds(20), 10));
    }

    static SearchIndex opened(ElasticsearchConfig config, String key) {
        try (Secret secret = Secret.of(key.repeat(32).substring(0, 32))) {
            return new ElasticsearchSearchIndex(config, secret, new SecureRandom());
        }
    }

    @BeforeEach
    void open() {
        index = opened(config(), "k");
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    public SearchIndex search() {
        return index;
    }

    @Override
    public SearchIndex reopenedSearch() {
        close();
        open();
        return index;
    }
}
