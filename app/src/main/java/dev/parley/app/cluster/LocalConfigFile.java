package dev.parley.app.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.app.config.ServiceName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The file `cluster.yaml` of a local cluster: what all its services read.
final class LocalConfigFile {
    static final String POSTGRESQL_PASSWORD = "postgresql.password";
    static final String REDIS_PASSWORD = "redis.password";
    static final String S3_SECRET_KEY = "s3.secret";
    static final String S3_ACCESS_KEY = "parley";
    static final String BUCKET = "parley";

    private static final String LOOPBACK = "127.0.0.1";

    private final LocalPorts ports;
    private final RandomTexts passwords;

    LocalConfigFile(LocalPorts ports, RandomTexts passwords) {
        this.ports = ports;
        this.passwords = passwords;
    }

    /// @param mongodb the URI of a replica set; null for PostgreSQL
    String text(@Nullable String mongodb) {
        ObjectNode root = new YAMLMapper().createObjectNode();
        root.put("topology", "cluster").put("host", LOOPBACK);
        ObjectNode peers = root.putObject("peers");
        for (ServiceName service : ServiceName.values()) {
            peers.putArray(service.word()).add("http://" + LOOPBACK + ":" + ports.of(service));
            root.putObject(service.word()).put("port", ports.of(service));
        }
        // The gateway is a proxy in front of the others.
        root.putObject("http").putArray("trustedProxies").add(LOOPBACK);
        ObjectNode cluster = root.putObject("cluster");
        documents(cluster, mongodb);
        ObjectNode kafka = cluster.putObject("kafka");
        addresses(kafka.putArray("bootstrapServers"), ports.of("kafka", LocalPorts.KAFKA_NODES));
        ObjectNode redis = cluster.putObject("redis");
        redis.put("mode", "sentinel").put("master", "parley").put("password", passwords.password(REDIS_PASSWORD));
        addresses(redis.putArray("addresses"), ports.of("sentinel", LocalPorts.SENTINELS));
        ObjectNode search = cluster.putObject("elasticsearch");
        search.putArray("addresses").add("http://" + LOOPBACK + ":" + ports.of("opensearch"));
        // One node: a copy would have nowhere to be.
        search.put("replicas", 0);
        cluster.putObject("s3")
                .put("endpoint", "http://" + LOOPBACK + ":" + ports.of("s3"))
                .put("bucket", BUCKET)
                .put("accessKey", S3_ACCESS_KEY)
                .put("secretKey", passwords.password(S3_SECRET_KEY));
        try {
            return "# Made by parley cluster up --local. It holds passwords.\n"
                    + new YAMLMapper().writeValueAsString(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers can be written", e);
        }
    }

    private void documents(ObjectNode cluster, @Nullable String mongodb) {
        if (mongodb != null) {
            cluster.put("documents", "mongodb").putObject("mongodb").put("uri", mongodb);
            return;
        }
        cluster.put("documents", "postgresql");
        ObjectNode postgresql = cluster.putObject("postgresql");
        // Nine processes share the connections of one small server.
        postgresql
                .put("password", passwords.password(POSTGRESQL_PASSWORD))
                .put("connections", 8)
                .put("readConnections", 4);
        addresses(postgresql.putArray("addresses"), List.of(ports.of("postgresql"), ports.of("postgresql-standby")));
    }

    private static void addresses(com.fasterxml.jackson.databind.node.ArrayNode list, List<Integer> ports) {
        ports.forEach(port -> list.add(LOOPBACK + ":" + port));
    }
}
