package dev.parley.storage.cluster.mongodb;

import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Where the MongoDB replica set or sharded cluster is, and how it is spoken to.
///
/// Write concern, read concern, read preference and retries are no settings: the promises of the document store
/// hang on them, so what the URI says of them is overruled.
///
/// @param uri a connection string without user and password, with the members or the `mongos` routers as seeds:
///     `mongodb://a:27017,b:27017,c:27017/?replicaSet=rs0`, or `mongodb+srv://…`
/// @param database the name of the database, which is Parley's alone
/// @param tlsCa PEM file with the certificates that the servers' are signed by; turns TLS on. Without it,
///     `tls=true` in the URI trusts what the JVM trusts
public record MongodbConfig(
        String uri,
        String database,
        Optional<Credentials> credentials,
        Optional<Path> tlsCa,
        Pool pool,
        Timeouts timeouts) {
    public MongodbConfig {
        if (!uri.startsWith("mongodb://") && !uri.startsWith("mongodb+srv://")) {
            throw new IllegalArgumentException("a MongoDB URI begins with mongodb:// or mongodb+srv://");
        }
        if (uri.contains("@")) {
            throw new IllegalArgumentException("the MongoDB URI holds a user: it belongs into the credentials");
        }
        if (!database.matches("[a-zA-Z][a-zA-Z0-9_-]{0,37}")) {
            throw new IllegalArgumentException("not the name of a MongoDB database: " + database);
        }
    }

    /// Without user and TLS, the database `parley`.
    public static MongodbConfig of(String uri) {
        return new MongodbConfig(uri, "parley", Optional.empty(), Optional.empty(), Pool.DEFAULT, Timeouts.DEFAULT);
    }

    public MongodbConfig inDatabase(String name) {
        return new MongodbConfig(uri, name, credentials, tlsCa, pool, timeouts);
    }

    public MongodbConfig with(Timeouts other) {
        return new MongodbConfig(uri, database, credentials, tlsCa, pool, other);
    }

    /// @param authenticationDatabase where the user is defined, mostly `admin`
    public record Credentials(String user, Secret password, String authenticationDatabase) {}

    /// @param maxConnections per server and process, 1 to 1000; also the most transactions at once
    public record Pool(int minConnections, int maxConnections) {
        public static final Pool DEFAULT = new Pool(2, 50);

        public Pool {
            if (minConnections < 0 || maxConnections < 1 || maxConnections > 1000 || minConnections > maxConnections) {
                throw new IllegalArgumentException(
                        "not the bounds of a pool: " + minConnections + " to " + maxConnections);
            }
        }
    }

    /// @param connect until a socket is open
    /// @param serverSelection for a primary to be found, so the longest that an outage is waited for before
    ///     the first command
    /// @param operation for one command with its retries, or one attempt at a transaction before its commit
    /// @param transaction for all attempts of one transaction
    /// @param lead how long the right to relay outlives a holder that died
    public record Timeouts(
            Duration connect, Duration serverSelection, Duration operation, Duration transaction, Duration lead) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(2),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                Duration.ofSeconds(6));

        public Timeouts {
            requireWithin("connect", connect);
            requireWithin("serverSelection", serverSelection);
            requireWithin("operation", operation);
            requireWithin("transaction", transaction);
            requireWithin("lead", lead);
        }

        /// A server ends a transaction after a minute by itself.
        private static void requireWithin(String name, Duration timeout) {
            if (timeout.toMillis() < 100 || timeout.toSeconds() > 50) {
                throw new IllegalArgumentException("the timeout " + name + " is 100 ms to 50 s, not " + timeout);
            }
        }
    }
}
