package dev.parley.engines;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A cluster of OpenSearch nodes, without TLS and passwords, on loopback.
///
/// A node takes some 20 s to start and 0.8 GB.
public final class OpenSearchNodes implements Engine {
    public static final String VERSION = "3.6.0";

    private final List<SearchNode> nodes;

    private OpenSearchNodes(List<SearchNode> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    /// Starts a cluster on free ports and waits until it answers.
    ///
    /// @param folder exists and can be entered by `nobody` where this program is root; holds the nodes' data
    public static OpenSearchNodes start(Path folder, int nodes) {
        return start(folder, Ports.free(nodes));
    }

    /// @param ports of HTTP, one for each node
    public static OpenSearchNodes start(Path folder, List<Integer> ports) {
        SearchNode.Kind kind = new SearchNode.Kind(
                "opensearch", Installed.unpacked("opensearch", "opensearch-" + VERSION), "OPENSEARCH");
        List<Integer> transports = Ports.free(ports.size());
        String names = transports.stream().map(port -> "node-" + port).collect(Collectors.joining(","));
        String seeds = transports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
        List<SearchNode> nodes = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            List<String> settings = new ArrayList<>(List.of(
                    "cluster.name=parley-local",
                    "node.name=node-" + transports.get(i),
                    "transport.port=" + transports.get(i)));
            if (ports.size() == 1) {
                settings.add("discovery.type=single-node");
            } else {
                settings.addAll(
                        List.of("discovery.seed_hosts=" + seeds, "cluster.initial_cluster_manager_nodes=" + names));
            }
            nodes.add(SearchNode.start(kind, folder.resolve(Integer.toString(i)), ports.get(i), settings));
        }
        OpenSearchNodes cluster = new OpenSearchNodes(nodes);
        try {
            nodes.forEach(node -> node.awaitCluster(nodes.size()));
        } catch (EngineUnavailableException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    public List<URI> addresses() {
        return nodes.stream().map(SearchNode::address).toList();
    }

    /// `kill -9` of one node.
    ///
    /// @param node from 0
    public void kill(int node) {
        nodes.get(node).process().kill();
    }

    /// Starts a killed node on its data and waits until it answers.
    public void startAgain(int node) {
        nodes.get(node).startAgain();
        nodes.get(node).awaitCluster(nodes.size());
    }

    /// The node hangs, with its connections open.
    public void suspend(int node) {
        nodes.get(node).process().suspend();
    }

    public void resume(int node) {
        nodes.get(node).process().resume();
    }

    @Override
    public void close() {
        nodes.forEach(node -> node.process().close());
    }
}
