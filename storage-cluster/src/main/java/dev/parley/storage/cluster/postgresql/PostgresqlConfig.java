package dev.parley.storage.cluster.postgresql;

import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Where PostgreSQL is and how it is used.
///
/// @param schema of the database, which holds all tables; made when it is absent
/// @param sweepPeriod between two removals of what expired
public record PostgresqlConfig(Server server, String schema, PoolSizes pools, Timeouts timeouts, Duration sweepPeriod) {
    /// The primary and its standbys, in any order: connections go to whichever takes writes.
    ///
    /// @param addresses `host:port` each, at least one
    /// @param user owns the schema, or may create it; needs no other right
    public record Server(List<String> addresses, String database, String user, Secret password, Tls tls) {
        public Server {
            addresses = List.copyOf(addresses);
            if (addresses.isEmpty()) {
                throw new IllegalArgumentException("at least one address host:port");
            }
            for (String address : addresses) {
                if (!address.matches("(\\[[0-9a-fA-F:]+]|[a-zA-Z0-9._-]+):[0-9]{1,5}")) {
                    throw new IllegalArgumentException("not host:port: " + address);
                }
            }
            if (database.isEmpty() || user.isEmpty()) {
                throw new IllegalArgumentException("a database and a user are needed");
            }
        }
    }

    /// How connections are protected.
    ///
    /// @param rootCertificate PEM file with the authorities that are trusted; absent for those of the system
    public record Tls(TlsMode mode, Optional<Path> rootCertificate) {
        /// In the clear: for loopback only.
        public static final Tls OFF = new Tls(TlsMode.DISABLE, Optional.empty());
    }

    /// What a server must prove.
    public enum TlsMode {
        DISABLE,
        /// That its certificate is from a trusted authority.
        VERIFY_CA,
        /// That it is from a trusted authority and names the host.
        VERIFY_FULL
    }

    /// Connections of this process: the server's `max_connections` must hold those of all processes and two more
    /// for each.
    ///
    /// @param transactions at most so many transactions at once; more wait
    /// @param reads at most so many reads outside of transactions at once
    public record PoolSizes(int transactions, int reads) {
        public PoolSizes {
            if (transactions < 1 || reads < 1) {
                throw new IllegalArgumentException("a pool has at least one connection");
            }
        }

        public static final PoolSizes DEFAULT = new PoolSizes(16, 8);
    }

    /// How long is waited for what, each at least a second but `lock`.
    ///
    /// @param connect for a connection to one server, and for a free one of a pool
    /// @param statement for the end of a statement
    /// @param lock for a lock that another transaction holds
    /// @param socket for an answer; from then on the server counts as gone. Longer than `statement`
    /// @param transaction for a transaction with all its repetitions
    /// @param index for an index over a collection that has documents
    public record Timeouts(
            Duration connect,
            Duration statement,
            Duration lock,
            Duration socket,
            Duration transaction,
            Duration index) {
        public Timeouts {
            for (Duration timeout : List.of(connect, statement, socket, transaction, index)) {
                if (timeout.compareTo(Duration.ofSeconds(1)) < 0) {
                    throw new IllegalArgumentException("a timeout is at least a second: " + timeout);
                }
            }
            if (lock.toMillis() < 1) {
                throw new IllegalArgumentException("waiting for a lock takes some time: " + lock);
            }
            if (socket.compareTo(statement) <= 0) {
                throw new IllegalArgumentException("socket must be longer than statement: " + socket);
            }
        }

        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(3),
                Duration.ofSeconds(4),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofHours(2));
    }

    public PostgresqlConfig {
        if (!schema.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("not a schema of lower case letters, digits and _: " + schema);
        }
        if (sweepPeriod.toMillis() < 1) {
            throw new IllegalArgumentException("the sweep needs a period: " + sweepPeriod);
        }
    }

    /// The schema `parley`, a sweep every ten seconds, and the defaults.
    public static PostgresqlConfig of(Server server) {
        return new PostgresqlConfig(server, "parley", PoolSizes.DEFAULT, Timeouts.DEFAULT, Duration.ofSeconds(10));
    }

    public PostgresqlConfig withSchema(String other) {
        return new PostgresqlConfig(server, other, pools, timeouts, sweepPeriod);
    }

    public PostgresqlConfig withPools(PoolSizes other) {
        return new PostgresqlConfig(server, schema, other, timeouts, sweepPeriod);
    }

    public PostgresqlConfig withTimeouts(Timeouts other) {
        return new PostgresqlConfig(server, schema, pools, other, sweepPeriod);
    }

    public PostgresqlConfig withSweepPeriod(Duration other) {
        return new PostgresqlConfig(server, schema, pools, timeouts, other);
    }
}
