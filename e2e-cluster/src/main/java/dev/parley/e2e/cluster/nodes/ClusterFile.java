package dev.parley.e2e.cluster.nodes;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The configuration that all nodes of the cluster share.
final class ClusterFile {
    private ClusterFile() {}

    /// @param peers base URLs of the nodes of each service
    static String text(Engines engines, Map<String, List<URI>> peers) {
        String known = peers.entrySet().stream()
                .map(entry -> "  " + entry.getKey() + ": " + Engines.list(entry.getValue().stream()))
                .collect(Collectors.joining("\n"));
        return """
                topology: cluster
                peers:
                %s
                http:
                  trustedProxies: [127.0.0.1/32]
                cluster:
                  postgresql:
                    addresses: %s
                    password: %s
                    connections: 8
                    readConnections: 4
                  kafka:
                    bootstrapServers: %s
                    partitions: 6
                  redis:
                    mode: sentinel
                    addresses: %s
                    master: %s
                    password: %s
                  elasticsearch:
                    addresses: %s
                    shards: 1
                    replicas: 0
                  s3:
                    endpoint: %s
                    bucket: %s
                    accessKey: %s
                    secretKey: %s
                auth:
                  sessions:
                    access: 2m
                """.formatted(
                        known,
                        Engines.list(engines.postgresqlAddresses().stream()),
                        Engines.PASSWORD,
                        Engines.list(engines.kafka().addresses().stream()),
                        Engines.list(engines.redis().addresses().stream()),
                        dev.parley.engines.RedisSentinels.MASTER_NAME,
                        Engines.PASSWORD,
                        Engines.list(engines.search().addresses().stream()),
                        engines.objects().endpoint(),
                        Engines.BUCKET,
                        Engines.ACCESS_KEY,
                        Engines.PASSWORD);
    }
}
