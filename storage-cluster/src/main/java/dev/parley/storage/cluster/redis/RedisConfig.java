package dev.parley.storage.cluster.redis;

import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Where Redis is and how to talk to it.
///
/// @param prefix of every key and channel, which keeps platforms on one Redis apart: 1 to 32 lower-case letters,
///     digits, `-` and `:`
public record RedisConfig(Topology topology, Login login, Encryption encryption, Timeouts timeouts, String prefix) {
    private static final int DEFAULT_PORT = 6379;
    private static final int MAX_PORT = 65535;

    public RedisConfig {
        if (!prefix.matches("[a-z0-9:-]{1,32}")) {
            throw new IllegalArgumentException("prefix of Redis keys: " + prefix);
        }
    }

    /// Unencrypted and without a password, prefix `parley:`.
    public static RedisConfig of(Topology topology) {
        return new RedisConfig(topology, new NoLogin(), new Plain(), Timeouts.DEFAULT, "parley:");
    }

    public RedisConfig withLogin(Login other) {
        return new RedisConfig(topology, other, encryption, timeouts, prefix);
    }

    public RedisConfig withEncryption(Encryption other) {
        return new RedisConfig(topology, login, other, timeouts, prefix);
    }

    public RedisConfig withTimeouts(Timeouts other) {
        return new RedisConfig(topology, login, encryption, other, prefix);
    }

    public RedisConfig withPrefix(String other) {
        return new RedisConfig(topology, login, encryption, timeouts, other);
    }

    /// A host name or IP address, and a port.
    public record Address(String host, int port) {
        public Address {
            if (host.isBlank() || port < 1 || port > MAX_PORT) {
                throw new IllegalArgumentException("address of a Redis: " + host + ":" + port);
            }
        }

        /// Reads `host`, `host:port` or `[ipv6]:port`; the port is 6379 when absent.
        public static Address parse(String text) {
            int colon = text.lastIndexOf(':');
            boolean hasPort = colon > text.lastIndexOf(']') && text.matches(".*:\\d{1,5}");
            String host = hasPort ? text.substring(0, colon) : text;
            int port = hasPort ? Integer.parseInt(text.substring(colon + 1)) : DEFAULT_PORT;
            return new Address(host.replaceAll("^\\[|\\]$", ""), port);
        }
    }

    /// How the servers stand to each other.
    public sealed interface Topology {}

    /// One server.
    public record Standalone(Address address, int database) implements Topology {
        public Standalone {
            requireDatabase(database);
        }
    }

    /// A master with replicas, found through its Sentinels.
    ///
    /// @param sentinels some or all of them
    /// @param master what the Sentinels call it
    /// @param login to the Sentinels themselves
    public record Sentinels(List<Address> sentinels, String master, Login login, int database) implements Topology {
        public Sentinels {
            sentinels = List.copyOf(sentinels);
            requireDatabase(database);
            if (sentinels.isEmpty() || master.isBlank()) {
                throw new IllegalArgumentException("Sentinels have addresses and a name of the master");
            }
        }
    }

    /// A Redis Cluster, version 7 or later (sharded pub/sub).
    ///
    /// @param seeds some or all of its nodes
    public record Cluster(List<Address> seeds) implements Topology {
        public Cluster {
            seeds = List.copyOf(seeds);
            if (seeds.isEmpty()) {
                throw new IllegalArgumentException("a Redis Cluster has addresses");
            }
        }
    }

    /// Who we are.
    public sealed interface Login {}

    public record NoLogin() implements Login {}

    /// @param user `default` where Redis knows only a password
    public record Password(String user, Secret password) implements Login {}

    /// Whether others on the network can read along.
    public sealed interface Encryption {}

    public record Plain() implements Encryption {}

    /// TLS; the server's certificate must be of a known authority and name the host.
    public record SystemTrust() implements Encryption {}

    /// TLS; the server's certificate must be of one of these authorities and name the host.
    ///
    /// @param certificates PEM file
    public record TrustedAuthorities(Path certificates) implements Encryption {}

    /// @param connect until a connection stands, with its greeting
    /// @param command until Redis has answered; then the caller goes on without
    /// @param heartbeat between two questions whether a connection still answers
    public record Timeouts(Duration connect, Duration command, Duration heartbeat) {
        /// 1 s to connect, 250 ms for a command, a heartbeat each 500 ms.
        public static final Timeouts DEFAULT =
                new Timeouts(Duration.ofSeconds(1), Duration.ofMillis(250), Duration.ofMillis(500));

        public Timeouts {
            for (Duration each : List.of(connect, command, heartbeat)) {
                if (each.toMillis() < 1) {
                    throw new IllegalArgumentException("timeouts of Redis are positive: " + each);
                }
            }
        }
    }

    private static void requireDatabase(int database) {
        if (database < 0) {
            throw new IllegalArgumentException("database of a Redis: " + database);
        }
    }
}
