package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.mongodb.MongodbConfig;
import java.nio.file.Path;
import java.util.Optional;

/// MongoDB as the document store.
///
/// @param uri connection string without user and password
/// @param user empty for none
/// @param authenticationDatabase where the user is defined
/// @param certificateAuthority PEM file, which turns TLS on; empty for none
/// @param connections of this process to each server
public record MongodbSettings(
        String uri,
        String database,
        String user,
        Secret password,
        String authenticationDatabase,
        Path certificateAuthority,
        int connections) {
    public static final MongodbSettings DEFAULTS = new MongodbSettings(
            "mongodb://127.0.0.1:27017/?replicaSet=rs0",
            "parley",
            "",
            Texts.NO_SECRET,
            "admin",
            Texts.NO_FILE,
            MongodbConfig.Pool.DEFAULT.maxConnections());

    /// What the adapter takes.
    public MongodbConfig config() {
        int least = Math.min(MongodbConfig.Pool.DEFAULT.minConnections(), connections);
        return new MongodbConfig(
                uri,
                database,
                user.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new MongodbConfig.Credentials(user, password, authenticationDatabase)),
                Texts.file(certificateAuthority),
                new MongodbConfig.Pool(least, connections),
                MongodbConfig.Timeouts.DEFAULT);
    }
}
