package dev.parley.engines;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Redis Cluster of three masters, each with a replica that takes over some two seconds after its master stopped
/// answering.
public final class RedisCluster implements Engine {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MASTERS = 3;
    private static final int NODES = 6;
    private static final int SLOTS = 16384;

    private final List<RedisServer> nodes = new ArrayList<>();

    private RedisCluster() {}

    /// @param folder made when absent; each node has a folder in it
    /// @param ports twelve: of the six nodes for clients, then of the six for each other
    /// @param password of all nodes; none when empty
    /// @throws EngineUnavailableException when Redis is not installed or does not start
    public static RedisCluster start(Path folder, List<Integer> ports, String password) {
        RedisCluster cluster = new RedisCluster();
        try {
            for (int i = 0; i < NODES; i++) {
                List<String> settings = List.of(
                        "cluster-enabled yes",
                        "cluster-port " + ports.get(NODES + i),
                        "cluster-node-timeout 1500",
                        "repl-diskless-sync-delay 0");
                cluster.nodes.add(RedisServer.start(folder.resolve("node-" + i), ports.get(i), password, settings));
            }
            cluster.join(ports);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
        return cluster;
    }

    private void join(List<Integer> ports) {
        RedisServer first = nodes.getFirst();
        if (first.ask("CLUSTER", "INFO").contains("cluster_known_nodes:" + NODES)) {
            awaitWhole();
            return;
        }
        for (int i = 0; i < MASTERS; i++) {
            String from = Integer.toString(SLOTS * i / MASTERS);
            String to = Integer.toString(SLOTS * (i + 1) / MASTERS - 1);
            nodes.get(i).ask("CLUSTER", "ADDSLOTSRANGE", from, to);
        }
        for (int i = 1; i < NODES; i++) {
            first.ask("CLUSTER", "MEET", "127.0.0.1", "" + ports.get(i), "" + ports.get(NODES + i));
        }
        for (int i = MASTERS; i < NODES; i++) {
            RedisServer replica = nodes.get(i);
            String master = id(nodes.get(i - MASTERS));
            Waiting.until(
                    "Redis Cluster nodes know each other",
                    PATIENCE,
                    () -> replica.ask("CLUSTER", "REPLICATE", master).equals("OK"));
        }
        awaitWhole();
    }

    /// Waits until all living nodes say that every slot is served, and every master has its replica.
    public void awaitWhole() {
        Waiting.until(
                "Redis Cluster serves all slots",
                PATIENCE,
                () -> nodes.stream()
                        .filter(RedisServer::isAlive)
                        .allMatch(node -> node.ask("CLUSTER", "INFO").contains("cluster_state:ok")
                                && node.ask("INFO", "replication").lines().anyMatch(RedisCluster::isReplicated)));
    }

    private static boolean isReplicated(String line) {
        return line.strip().equals("master_link_status:up") || line.startsWith("slave0:");
    }

    /// Of all nodes, as `host:port`.
    public List<String> addresses() {
        return nodes.stream().map(RedisServer::address).toList();
    }

    public List<RedisServer> nodes() {
        return List.copyOf(nodes);
    }

    /// The master that serves the slot of a key or channel now.
    public RedisServer masterOf(String key) {
        RedisServer asked =
                nodes.stream().filter(RedisServer::isAlive).findFirst().orElseThrow();
        int slot = slot(asked, key);
        String port = asked.ask("CLUSTER", "NODES")
                .lines()
                .filter(line -> line.contains("master") && !line.contains("fail"))
                .filter(line -> serves(line, slot))
                .map(line -> line.split("[:@]")[1])
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no master serves slot " + slot));
        return nodes.stream()
                .filter(node -> port.equals(Integer.toString(node.port())))
                .findFirst()
                .orElseThrow();
    }

    /// Hands the slot of a channel, which holds no key, to another of the first three nodes.
    public void moveSlotOf(String channel) {
        RedisServer from = masterOf(channel);
        RedisServer to = nodes.subList(0, MASTERS).stream()
                .filter(node -> node != from)
                .findFirst()
                .orElseThrow();
        String slot = Integer.toString(slot(from, channel));
        to.ask("CLUSTER", "SETSLOT", slot, "IMPORTING", id(from));
        from.ask("CLUSTER", "SETSLOT", slot, "MIGRATING", id(to));
        to.ask("CLUSTER", "SETSLOT", slot, "NODE", id(to));
        from.ask("CLUSTER", "SETSLOT", slot, "NODE", id(to));
    }

    private static String id(RedisServer node) {
        return node.ask("CLUSTER", "MYID");
    }

    private static int slot(RedisServer node, String key) {
        return Integer.parseInt(node.ask("CLUSTER", "KEYSLOT", key));
    }

    /// Whether a line of CLUSTER NODES (id, address, flags, master, ping, pong, epoch, link, slots…) names the
    /// slot.
    private static boolean serves(String line, int slot) {
        String[] words = line.split(" ");
        for (int i = 8; i < words.length; i++) {
            String[] range = words[i].split("-");
            if (words[i].startsWith("[")) {
                continue;
            }
            if (Integer.parseInt(range[0]) <= slot && slot <= Integer.parseInt(range[range.length - 1])) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        nodes.forEach(RedisServer::close);
    }
}
