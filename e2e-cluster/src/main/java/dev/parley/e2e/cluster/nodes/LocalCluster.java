package dev.parley.e2e.cluster.nodes;

import dev.parley.e2e.cluster.load.Addresses;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// Two gateways, two socket nodes, two messaging nodes and one of each other service, on real engines.
public final class LocalCluster implements AutoCloseable {
    private static final Duration KEYS_PATIENCE = Duration.ofSeconds(60);
    private static final List<List<String>> STARTED = List.of(
            List.of("auth", "compliance", "crypto"),
            List.of("messaging", "media", "search"),
            List.of("gateway", "socket1", "socket2"));
    private static final List<String> TWICE = List.of("messaging", "gateway");
    private static final Map<String, Integer> NODES = nodes();

    private final Path folder;
    private final Engines engines;
    private final Map<String, ServiceNode> nodes = new LinkedHashMap<>();

    /// Starts everything and waits until every node is ready.
    ///
    /// @param folder exists, and everybody can enter the folders above it
    public LocalCluster(Path folder) {
        this.folder = folder;
        this.engines = new Engines(folder);
        try {
            startNodes();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static Map<String, Integer> nodes() {
        Map<String, Integer> each = new LinkedHashMap<>();
        STARTED.forEach(services -> services.forEach(service -> each.put(service, TWICE.contains(service) ? 2 : 1)));
        return each;
    }

    public Engines engines() {
        return engines;
    }

    /// @param name `gateway-1`, `messaging-2`, `socket1-1` …
    public ServiceNode node(String name) {
        ServiceNode found = nodes.get(name);
        if (found == null) {
            throw new IllegalArgumentException(name + " is none of " + nodes.keySet());
        }
        return found;
    }

    /// Where clients find it.
    public Addresses addresses() {
        return new Addresses(urls("gateway"), List.of(socket(node("socket1-1")), socket(node("socket2-1"))));
    }

    @Override
    public void close() {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            nodes.values().forEach(node -> threads.execute(node::close));
        }
        engines.close();
    }

    private void startNodes() {
        Path config = folder.resolve("cluster.yaml");
        int count = NODES.values().stream().mapToInt(Integer::intValue).sum();
        List<Integer> ports = new ArrayList<>(Ports.free(count));
        NODES.forEach((service, number) -> {
            for (int i = 1; i <= number; i++) {
                String name = service + "-" + i;
                nodes.put(name, new ServiceNode(name, service, ports.removeLast(), made(name), config));
            }
        });
        Map<String, List<URI>> peers = new LinkedHashMap<>();
        NODES.keySet().forEach(service -> peers.put(service, urls(service)));
        write(config, ClusterFile.text(engines, peers));
        nodes.values().forEach(this::makeKeys);
        // Some at a time: all at once, on two processors, would wait for each other beyond every timeout.
        for (List<String> together : STARTED) {
            List<ServiceNode> some = nodes.values().stream()
                    .filter(node -> together.contains(node.service()))
                    .toList();
            some.forEach(ServiceNode::start);
            some.forEach(ServiceNode::awaitReady);
        }
    }

    /// Each node gets the secrets of its service only; all are made of those in `secrets`.
    private void makeKeys(ServiceNode node) {
        try (EngineProcess keys = EngineProcess.start(
                "keys",
                folder,
                Map.of("PARLEY_SECRETS", folder.resolve("secrets").toString()),
                ServiceNode.command(
                        "keys",
                        "--services",
                        node.service(),
                        "--out",
                        made(node.name()).resolve("data/secrets").toString()))) {
            keys.awaitExit("written the secrets of " + node.name(), KEYS_PATIENCE);
        }
    }

    private List<URI> urls(String service) {
        return nodes.values().stream()
                .filter(node -> node.service().equals(service))
                .map(ServiceNode::url)
                .toList();
    }

    private static URI socket(ServiceNode node) {
        return URI.create("ws://" + node.url().getAuthority() + "/v1/socket");
    }

    private Path made(String name) {
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
