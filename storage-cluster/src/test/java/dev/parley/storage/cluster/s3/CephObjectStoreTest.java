package dev.parley.storage.cluster.s3;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.engines.CephObjectGateway;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On Ceph, whose Debian release checks `Content-MD5` and has lifecycle rules.
@Tag("needs:PARLEY_TEST_CEPH")
class CephObjectStoreTest extends ObjectStoreOnS3 {
    private static final String BUCKET = "objects";

    @TempDir
    static Path folder;

    private static CephObjectGateway gateway;

    @BeforeAll
    static void start() {
        gateway = CephObjectGateway.start(folder, ACCESS_KEY, SECRET_KEY);
        S3Bucket.ensure(config(gateway.endpoint(), BUCKET));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Override
    S3Config config() {
        return with(config(gateway.endpoint(), BUCKET), transfer(S3Config.Checksum.MD5));
    }

    @Test
    void removesWhatInterruptedUploadsLeave() {
        assertThat(S3Bucket.ensure(config())).isTrue();
    }
}
