package dev.parley.storage.cluster.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCredential;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import dev.parley.storage.cluster.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// What the driver is told: the configuration, and the concerns that the promises hang on.
final class ClientSettings {
    /// A write is acknowledged when it is in the journal of a majority.
    static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);

    private ClientSettings() {}

    static MongoClientSettings of(MongodbConfig config) {
        MongodbConfig.Timeouts timeouts = config.timeouts();
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applyConnectionString(new ConnectionString(config.uri()))
                .applicationName("parley")
                .writeConcern(DURABLE)
                .readConcern(ReadConcern.MAJORITY)
                .readPreference(ReadPreference.primary())
                .retryWrites(true)
                .retryReads(true)
                .timeout(timeouts.operation().toMillis(), TimeUnit.MILLISECONDS)
                .applyToClusterSettings(cluster -> cluster.serverSelectionTimeout(
                        timeouts.serverSelection().toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(
                        socket -> socket.connectTimeout((int) timeouts.connect().toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.minSize(config.pool().minConnections())
                                .maxSize(config.pool().maxConnections()));
        config.credentials().ifPresent(credentials -> settings.credential(credential(credentials)));
        config.tlsCa()
                .ifPresent(file -> settings.applyToSslSettings(
                        ssl -> ssl.enabled(true).context(new CertificateAuthority(file).sslContext())));
        return settings.build();
    }

    private static MongoCredential credential(MongodbConfig.Credentials credentials) {
        byte[] password = credentials.password().reveal();
        char[] text = new String(password, StandardCharsets.UTF_8).toCharArray();
        try {
            return MongoCredential.createCredential(credentials.user(), credentials.authenticationDatabase(), text);
        } finally {
            Arrays.fill(password, (byte) 0);
            Arrays.fill(text, '\0');
        }
    }
}
