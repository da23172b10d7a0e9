package dev.parley.engines;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One Redis master with two replicas, watched by three Sentinels that promote a replica some two seconds after the
/// master stopped answering.
public final class RedisSentinels implements Engine {
    /// What the Sentinels call the master.
    public static final String MASTER_NAME = "parley";

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int SERVERS = 3;
    private static final int SENTINELS = 3;

    private final List<RedisServer> servers = new ArrayList<>();
    private final List<RedisServer> sentinels = new ArrayList<>();

    private RedisSentinels() {}

    /// @param folder made when absent; each node has a folder in it
    /// @param ports six, of the three servers and the three Sentinels
    /// @param password of the servers; none when empty
    /// @throws EngineUnavailableException when Redis is not installed or does not start
    public static RedisSentinels start(Path folder, List<Integer> ports, String password) {
        RedisSentinels all = new RedisSentinels();
        try {
            all.startNodes(folder, ports, password);
        } catch (RuntimeException e) {
            all.close();
            throw e;
        }
        return all;
    }

    private void startNodes(Path folder, List<Integer> ports, String password) {
        int master = ports.getFirst();
        for (int i = 0; i < SERVERS; i++) {
            List<String> settings = new ArrayList<>(List.of("repl-diskless-sync-delay 0"));
            if (i > 0) {
                settings.add("replicaof 127.0.0.1 " + master);
            }
            servers.add(RedisServer.start(folder.resolve("server-" + i), ports.get(i), password, settings));
        }
        for (int i = 0; i < SENTINELS; i++) {
            sentinels.add(startSentinel(folder.resolve("sentinel-" + i), ports.get(SERVERS + i), master, password));
        }
        Waiting.until(
                "Redis Sentinels watch the master",
                PATIENCE,
                () -> sentinels.stream()
                        .map(sentinel -> sentinel.ask("SENTINEL", "MASTER", MASTER_NAME)
                                .lines()
                                .toList())
                        .allMatch(lines ->
                                follows(lines, "num-slaves", "2") && follows(lines, "num-other-sentinels", "2")));
    }

    private static RedisServer startSentinel(Path folder, int port, int master, String password) {
        List<String> settings = new ArrayList<>(List.of(
                "port " + port,
                "bind 127.0.0.1",
                "sentinel monitor " + MASTER_NAME + " 127.0.0.1 " + master + " 2",
                "sentinel down-after-milliseconds " + MASTER_NAME + " 1000",
                "sentinel failover-timeout " + MASTER_NAME + " 5000"));
        if (!password.isEmpty()) {
            settings.add("sentinel auth-pass " + MASTER_NAME + " " + password);
        }
        String program = Installed.program("redis-sentinel", "redis-sentinel").toString();
        return RedisServer.start(folder, port, "", new RedisServer.Launch(List.of(program), settings));
    }

    private static boolean follows(List<String> lines, String name, String value) {
        int at = lines.indexOf(name);
        return at >= 0 && at + 1 < lines.size() && lines.get(at + 1).equals(value);
    }

    /// Of the Sentinels, as `host:port`.
    public List<String> addresses() {
        return sentinels.stream().map(RedisServer::address).toList();
    }

    /// The server that the Sentinels hold to be the master now.
    public RedisServer master() {
        String port = sentinels.stream()
                .filter(RedisServer::isAlive)
                .findFirst()
                .orElseThrow()
                .ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", MASTER_NAME)
                .lines()
                .toList()
                .getLast();
        return servers.stream()
                .filter(server -> port.equals(Integer.toString(server.port())))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the Sentinels name an unknown master: " + port));
    }

    public List<RedisServer> servers() {
        return List.copyOf(servers);
    }

    public List<RedisServer> sentinels() {
        return List.copyOf(sentinels);
    }

    @Override
    public void close() {
        sentinels.forEach(RedisServer::close);
        servers.forEach(RedisServer::close);
    }
}
