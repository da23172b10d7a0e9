package dev.parley.storage.cluster.s3;

import dev.parley.engines.S3ProxyServer;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

class S3ProxyObjectStoreTest extends ObjectStoreOnS3 {
    private static final String BUCKET = "objects";

    @TempDir
    static Path folder;

    private static S3ProxyServer server;

    @BeforeAll
    static void start() {
        server = S3ProxyServer.start(folder, ACCESS_KEY, SECRET_KEY);
        S3Bucket.ensure(config(server.endpoint(), BUCKET));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Override
    S3Config config() {
        return config(server.endpoint(), BUCKET);
    }
}
