package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.elasticsearch.ElasticsearchConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// Elasticsearch or OpenSearch as the search index.
///
/// @param user empty for none
/// @param apiKey instead of user and password; empty for none
/// @param certificateAuthority PEM file; empty for the authorities of the system
/// @param prefix of the names of indexes
/// @param shards in which a new index is split
/// @param replicas further copies of each shard of a new index
public record ElasticsearchSettings(
        List<URI> addresses,
        String user,
        Secret password,
        Secret apiKey,
        Path certificateAuthority,
        String prefix,
        int shards,
        int replicas) {
    public static final ElasticsearchSettings DEFAULTS = new ElasticsearchSettings(
            List.of(URI.create("http://127.0.0.1:9200")),
            "",
            Texts.NO_SECRET,
            Texts.NO_SECRET,
            Texts.NO_FILE,
            ElasticsearchConfig.Layout.DEFAULT.prefix(),
            ElasticsearchConfig.Layout.DEFAULT.shards(),
            ElasticsearchConfig.Layout.DEFAULT.replicas());

    /// What the adapter takes.
    public ElasticsearchConfig config() {
        return new ElasticsearchConfig(
                addresses,
                credentials(),
                Texts.file(certificateAuthority).orElse(null),
                new ElasticsearchConfig.Layout(prefix, shards, replicas),
                ElasticsearchConfig.Connections.DEFAULT);
    }

    private ElasticsearchConfig.Credentials credentials() {
        if (!Texts.isEmpty(apiKey)) {
            return new ElasticsearchConfig.Credentials.ApiKey(apiKey);
        }
        return user.isEmpty()
                ? new ElasticsearchConfig.Credentials.None()
                : new ElasticsearchConfig.Credentials.Password(user, password);
    }
}
