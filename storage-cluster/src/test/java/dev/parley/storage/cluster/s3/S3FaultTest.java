package dev.parley.storage.cluster.s3;

import static dev.parley.storage.contract.Fixtures.awaitLatch;
import static dev.parley.storage.contract.object.ObjectStoreContract.assertAbsent;
import static dev.parley.storage.contract.object.ObjectStoreContract.content;
import static dev.parley.storage.contract.object.ObjectStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.S3ProxyServer;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The server is killed, or hangs.
class S3FaultTest {
    private static final String BUCKET = "objects";

    @TempDir
    Path folder;

    private final TenantId tenant = Fixtures.freshTenant();
    private S3ProxyServer server;
    private ObjectStore objects;

    @BeforeEach
    void start() {
        server = S3ProxyServer.start(folder, ObjectStoreOnS3.ACCESS_KEY, ObjectStoreOnS3.SECRET_KEY);
        S3Config config = ObjectStoreOnS3.config(server.endpoint(), BUCKET);
        S3Bucket.ensure(config);
        objects = new S3ObjectStore(config);
    }

    @AfterEach
    void stop() {
        objects.close();
        server.close();
    }

    @Test
    @Timeout(120)
    void losesNothingWhenKilledInTheMiddleOfAPut() {
        put("before", 100);
        CountDownLatch killed = new CountDownLatch(1);
        InputStream killing = new SequenceInputStream(
                new ByteArrayInputStream(content(2 * ObjectStoreOnS3.PART_BYTES)), new InputStream() {
                    @Override
                    public int read() {
                        if (killed.getCount() > 0) {
                            server.kill();
                            killed.countDown();
                            return 'x';
                        }
                        return -1;
                    }
                });
        assertThatThrownBy(() -> objects.put(tenant, "killed", killing, 1L << 30))
                .isInstanceOf(StoreUnavailableException.class);
        awaitLatch(killed);
        assertThatThrownBy(objects::check).isInstanceOf(StoreUnavailableException.class);
        server.startAgain();
        assertAbsent(objects, tenant, "killed");
        assertThat(read(objects, tenant, "before")).isEqualTo(content(100));
        put("killed", ObjectStoreOnS3.PART_BYTES + 10);
        assertThat(read(objects, tenant, "killed")).hasSize(ObjectStoreOnS3.PART_BYTES + 10);
    }

    @Test
    @Timeout(180)
    void waitsForAHangingServerNoLongerThanItSays() {
        put("before", 2 * ObjectStoreOnS3.PART_BYTES);
        S3Config.Transfer impatient = new S3Config.Transfer(
                S3Config.Checksum.SHA256, ObjectStoreOnS3.PART_BYTES, 10, Duration.ofSeconds(1), Duration.ofSeconds(2));
        try (ObjectStore hurried =
                new S3ObjectStore(ObjectStoreOnS3.with(ObjectStoreOnS3.config(server.endpoint(), BUCKET), impatient))) {
            server.suspend();
            List<ThrowingCallable> calls = List.of(
                    hurried::check,
                    () -> hurried.stat(tenant, "before"),
                    () -> hurried.open(tenant, "before", ByteRange.ALL),
                    () -> hurried.list(tenant, "", "", 10),
                    () -> hurried.delete(tenant, "none"),
                    () -> hurried.put(tenant, "small", new ByteArrayInputStream(content(10)), 10));
            for (ThrowingCallable call : calls) {
                assertThatThrownBy(call).isInstanceOf(StoreUnavailableException.class);
            }
        }
        server.resume();
        Fixtures.eventually(() -> objects.check());
        put("after", 10);
        assertThat(read(objects, tenant, "after")).isEqualTo(content(10));
        assertThat(read(objects, tenant, "before")).hasSize(2 * ObjectStoreOnS3.PART_BYTES);
    }

    private void put(String key, int length) {
        objects.put(tenant, key, new ByteArrayInputStream(content(length)), length);
    }
}
