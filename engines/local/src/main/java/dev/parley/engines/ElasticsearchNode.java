package dev.parley.engines;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/// One Elasticsearch node, without TLS and passwords, on loopback. It takes some 45 s to start and 0.9 GB.
///
/// The distribution that Maven Central has is stripped of most modules: it has no English analyzer and no update or
/// delete by query.
public final class ElasticsearchNode implements Engine {
    public static final String VERSION = "8.19.21";

    private final SearchNode node;

    private ElasticsearchNode(SearchNode node) {
        this.node = node;
    }

    /// Starts it on a free port and waits until it answers.
    ///
    /// @param folder exists and can be entered by `nobody` where this program is root; holds the node's data
    public static ElasticsearchNode start(Path folder) {
        return start(folder, Ports.free(1).getFirst());
    }

    public static ElasticsearchNode start(Path folder, int port) {
        SearchNode.Kind kind = new SearchNode.Kind(
                "elasticsearch", Installed.unpacked("elasticsearch", "elasticsearch-" + VERSION), "ES");
        List<String> settings = List.of(
                "cluster.name=parley-local",
                "discovery.type=single-node",
                "transport.port=" + Ports.free(1).getFirst(),
                "xpack.security.enabled=false");
        SearchNode node = SearchNode.start(kind, folder.resolve("0"), port, settings);
        try {
            node.awaitCluster(1);
        } catch (EngineUnavailableException e) {
            node.process().close();
            throw e;
        }
        return new ElasticsearchNode(node);
    }

    public URI address() {
        return node.address();
    }

    @Override
    public void close() {
        node.process().close();
    }
}
