package dev.parley.storage.cluster.elasticsearch;

import dev.parley.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where Elasticsearch or OpenSearch is, and how it is spoken to.
///
/// @param addresses `http` or `https`, at least one; a call that one node does not answer goes to another
/// @param certificateAuthority a PEM file of those that `https` trusts, or null for the JDK's
public record ElasticsearchConfig(
        List<URI> addresses,
        Credentials credentials,
        @Nullable Path certificateAuthority,
        Layout layout,
        Connections connections) {
    public ElasticsearchConfig {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("there must be an address");
        }
        for (URI address : addresses) {
            if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                    || address.getHost() == null
                    || address.getUserInfo() != null) {
                throw new IllegalArgumentException("not http(s)://host:port: " + address.getHost());
            }
        }
    }

    /// Without password, with all defaults.
    public static ElasticsearchConfig of(List<URI> addresses) {
        return new ElasticsearchConfig(addresses, new Credentials.None(), null, Layout.DEFAULT, Connections.DEFAULT);
    }

    /// Who we are to the engine.
    public sealed interface Credentials {
        /// For an engine without access control.
        record None() implements Credentials {}

        /// HTTP Basic.
        record Password(String user, Secret password) implements Credentials {}

        /// An Elasticsearch API key.
        ///
        /// @param encoded as Elasticsearch hands it out: base64 of `id:key`
        record ApiKey(Secret encoded) implements Credentials {}
    }

    /// How indexes are made. Only counts for those that are not there yet.
    ///
    /// @param prefix of all names of indexes: lower case letters, digits and `-`, at most 40
    /// @param shards in which an index is split, 1 to 64
    /// @param replicas further copies of each shard, 0 to 5; with none the loss of a node is the loss of its shards
    public record Layout(String prefix, int shards, int replicas) {
        public static final Layout DEFAULT = new Layout("parley", 3, 1);

        public Layout {
            if (!prefix.matches("[a-z][a-z0-9-]{0,39}")) {
                throw new IllegalArgumentException("not a prefix of an index: " + prefix);
            }
            if (shards < 1 || shards > 64 || replicas < 0 || replicas > 5) {
                throw new IllegalArgumentException("an index has 1 to 64 shards and 0 to 5 replicas");
            }
        }
    }

    /// @param connect for the TCP and TLS handshakes
    /// @param response for one node's answer to one request
    /// @param perNode connections to each node
    public record Connections(Duration connect, Duration response, int perNode) {
        public static final Connections DEFAULT = new Connections(Duration.ofSeconds(2), Duration.ofSeconds(5), 20);

        public Connections {
            if (!connect.isPositive() || !response.isPositive() || perNode < 1) {
                throw new IllegalArgumentException("timeouts and connections must be positive");
            }
        }
    }
}
