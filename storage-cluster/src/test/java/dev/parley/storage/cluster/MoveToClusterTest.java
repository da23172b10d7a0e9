package dev.parley.storage.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.engines.S3ProxyServer;
import dev.parley.storage.cluster.kafka.KafkaInstallation;
import dev.parley.storage.cluster.postgresql.PostgresqlInstallation;
import dev.parley.storage.cluster.postgresql.PostgresqlStorage;
import dev.parley.storage.cluster.s3.S3Bucket;
import dev.parley.storage.cluster.s3.S3Config;
import dev.parley.storage.cluster.s3.S3ObjectStore;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.move.MoveContract;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.move.MoveSide;
import dev.parley.storage.object.ObjectStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// From a data folder to PostgreSQL, Kafka and S3.
class MoveToClusterTest implements MoveContract {
    private static final String ACCESS_KEY = "parleytest";
    private static final String SECRET_KEY = "plainly-fake-secret";

    @TempDir
    static Path objects;

    private static S3ProxyServer s3;

    @TempDir
    Path folder;

    private EmbeddedStorage source;
    private PostgresqlStorage documents;
    private EventLog events;
    private ObjectStore objectStore;

    @BeforeAll
    static void startS3() {
        s3 = S3ProxyServer.start(objects, ACCESS_KEY, SECRET_KEY);
    }

    @AfterAll
    static void stopS3() {
        s3.close();
    }

    @BeforeEach
    void open() {
        String installation = Fixtures.freshName();
        source = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
        documents = PostgresqlInstallation.open(installation);
        events = KafkaInstallation.open(installation, documents.outbox());
        S3Config bucket = bucket(installation);
        S3Bucket.ensure(bucket);
        objectStore = new S3ObjectStore(bucket);
    }

    private static S3Config bucket(String name) {
        return new S3Config(
                new S3Config.Service(s3.endpoint(), "us-east-1", true, null),
                name,
                "moved/",
                new S3Config.Credentials.Keys(ACCESS_KEY, Secret.of(SECRET_KEY)),
                new S3Config.Transfer(
                        S3Config.Checksum.SHA256, 5 << 20, 10, Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    @AfterEach
    void close() {
        source.close();
        objectStore.close();
        events.close();
        documents.close();
    }

    @Override
    public MoveSide source() {
        return new MoveSide(source.documents(), source.events(), source.objects());
    }

    @Override
    public MoveSide target() {
        return new MoveSide(documents.documents(), events, objectStore);
    }
}
