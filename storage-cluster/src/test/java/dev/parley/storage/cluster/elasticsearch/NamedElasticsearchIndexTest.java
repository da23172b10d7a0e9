package dev.parley.storage.cluster.elasticsearch;

import dev.parley.core.secret.Secret;
import dev.parley.storage.contract.Fixtures;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;

/// On a whole Elasticsearch or OpenSearch with access control, where the environment names one:
/// `https://user:password@host:9200`, whose certificate the JDK trusts.
@Tag("needs:PARLEY_TEST_ELASTICSEARCH_URL")
class NamedElasticsearchIndexTest extends SearchIndexOnEngine {
    private static final String PREFIX = Fixtures.freshName();

    @Override
    ElasticsearchConfig config() {
        URI named = URI.create(Objects.requireNonNull(System.getenv("PARLEY_TEST_ELASTICSEARCH_URL")));
        URI address = URI.create(named.getScheme() + "://" + named.getHost() + ":" + named.getPort());
        ElasticsearchConfig bare = config(List.of(address), PREFIX);
        String[] user = Objects.requireNonNullElse(named.getUserInfo(), "").split(":", 2);
        return user.length < 2
                ? bare
                : new ElasticsearchConfig(
                        bare.addresses(),
                        new ElasticsearchConfig.Credentials.Password(user[0], Secret.of(user[1])),
                        null,
                        bare.layout(),
                        bare.connections());
    }
}
