package dev.parley.storage.cluster.s3;

import static dev.parley.storage.contract.object.ObjectStoreContract.assertAbsent;
import static dev.parley.storage.contract.object.ObjectStoreContract.content;
import static dev.parley.storage.contract.object.ObjectStoreContract.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.object.ObjectListingContract;
import dev.parley.storage.contract.object.WholeObjectContract;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.ObjectTooLargeException;
import dev.parley.storage.object.StoredObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/// All promises, and how long objects travel, on whatever server a test class names.
abstract class ObjectStoreOnS3 implements WholeObjectContract, ObjectListingContract {
    static final int PART_BYTES = 5 << 20;
    static final String ACCESS_KEY = "parleytest";
    static final String SECRET_KEY = "plainly-fake-secret";

    private final TenantId tenant = Fixtures.freshTenant();
    private ObjectStore objects;
    private ObjectStore elsewhere;

    abstract S3Config config();

    static S3Config config(URI endpoint, String bucket) {
        return new S3Config(
                new S3Config.Service(endpoint, "us-east-1", true, null),
                bucket,
                "test/",
                new S3Config.Credentials.Keys(ACCESS_KEY, Secret.of(SECRET_KEY)),
                transfer(S3Config.Checksum.SHA256));
    }

    static S3Config.Transfer transfer(S3Config.Checksum checksum) {
        return new S3Config.Transfer(checksum, PART_BYTES, 30, Duration.ofSeconds(10), Duration.ofSeconds(60));
    }

    static S3Config with(S3Config config, S3Config.Transfer transfer) {
        return new S3Config(config.service(), config.bucket(), config.prefix(), config.credentials(), transfer);
    }

    @BeforeEach
    void open() {
        objects = new S3ObjectStore(config());
        elsewhere = new S3ObjectStore(config());
    }

    @AfterEach
    void close() {
        objects.close();
        elsewhere.close();
    }

    @Override
    public ObjectStore objects() {
        return objects;
    }

    @Override
    public ObjectStore objectsElsewhere() {
        return elsewhere;
    }

    @Override
    public ObjectStore reopenedObjects() {
        close();
        open();
        return objects;
    }

    @Test
    void carriesLongContentInParts() {
        for (int length : new int[] {PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES + 77}) {
            byte[] bytes = content(length);
            String key = "long/o" + length;
            StoredObject stored = objects.put(tenant, key, new ByteArrayInputStream(bytes), length);
            String sha256 =
                    HexFormat.of().formatHex(PartChecksum.digest("SHA-256").digest(bytes));
            assertThat(stored).isEqualTo(new StoredObject(key, length, sha256));
            assertThat(elsewhere.stat(tenant, key)).contains(stored);
            assertThat(elsewhere.list(tenant, key, "", 10)).containsExactly(stored);
            assertThat(read(elsewhere, tenant, key)).isEqualTo(bytes);
            assertThat(read(elsewhere, tenant, key, new ByteRange(length - 10, 5))
                            .orElseThrow())
                    .isEqualTo(java.util.Arrays.copyOfRange(bytes, length - 10, length - 5));
        }
        assertNothingIncoming();
    }

    @Test
    void leavesNothingOfLongContentThatIsTooLongOrFails() {
        IOException broken = new IOException("the sender went away");
        InputStream tooLong = new ByteArrayInputStream(content(2 * PART_BYTES + 1));
        assertThatThrownBy(() -> objects.put(tenant, "long", tooLong, 2 * PART_BYTES))
                .isInstanceOf(ObjectTooLargeException.class);
        InputStream failing =
                new SequenceInputStream(new ByteArrayInputStream(content(PART_BYTES + 9)), new Failing(broken));
        assertThatThrownBy(() -> objects.put(tenant, "broken", failing, 1L << 30))
                .isInstanceOf(UncheckedIOException.class)
                .hasCause(broken);
        assertAbsent(objects, tenant, "long");
        assertAbsent(objects, tenant, "broken");
        assertNothingIncoming();
    }

    @Test
    void mayBeClosedInTheMiddleOfReading() throws IOException {
        put(tenant, "object", content(PART_BYTES));
        for (int i = 0; i < 60; i++) { // More than there are connections.
            try (InputStream stream =
                    objects.open(tenant, "object", ByteRange.ALL).orElseThrow()) {
                assertThat(stream.read()).isNotNegative();
            }
        }
        assertThat(read(objects, tenant, "object")).hasSize(PART_BYTES);
    }

    @Test
    void refusesWhatWasChangedOnTheWay() {
        byte[] sent = new byte[100_000];
        java.util.Arrays.fill(sent, (byte) 'x');
        URI server = java.util.Objects.requireNonNull(config().service().endpoint());
        for (S3Config.Checksum checksum : S3Config.Checksum.values()) {
            try (ChangingProxy proxy = ChangingProxy.to(server.getPort(), "xxxxxxxx", "xxxxyxxx")) {
                S3Config through = with(through(proxy), transfer(checksum));
                try (ObjectStore store = new S3ObjectStore(through)) {
                    put(tenant, "whole", content(10));
                    assertThat(read(store, tenant, "whole")).isEqualTo(content(10));
                    assertThatThrownBy(() -> store.put(tenant, "changed", new ByteArrayInputStream(sent), 1 << 20))
                            .as("%s", checksum)
                            .isInstanceOf(StoreUnavailableException.class);
                }
            }
            assertAbsent(objects, tenant, "changed");
        }
    }

    private S3Config through(ChangingProxy proxy) {
        S3Config config = config();
        return new S3Config(
                new S3Config.Service(URI.create("http://127.0.0.1:" + proxy.port()), "us-east-1", true, null),
                config.bucket(),
                config.prefix(),
                config.credentials(),
                config.transfer());
    }

    @Test
    void isUnavailableToStrangersAndWithoutABucket() {
        S3Config config = config();
        S3Config stranger = new S3Config(
                config.service(),
                config.bucket(),
                config.prefix(),
                new S3Config.Credentials.Keys(ACCESS_KEY, Secret.of("another-secret")),
                config.transfer());
        S3Config nowhere = new S3Config(
                config.service(), Fixtures.freshName(), config.prefix(), config.credentials(), config.transfer());
        put(tenant, "object", content(1));
        for (S3Config unusable : new S3Config[] {stranger, nowhere}) {
            try (ObjectStore store = new S3ObjectStore(unusable)) {
                assertThatThrownBy(store::check).isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.put(tenant, "object2", new ByteArrayInputStream(new byte[1]), 1))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.open(tenant, "object", ByteRange.ALL))
                        .isInstanceOf(StoreUnavailableException.class);
                assertThatThrownBy(() -> store.list(tenant, "", "", 10)).isInstanceOf(StoreUnavailableException.class);
            }
        }
    }

    @Test
    void makesTheBucketOnce() {
        S3Config config = config();
        S3Config another = new S3Config(
                config.service(), Fixtures.freshName(), config.prefix(), config.credentials(), config.transfer());
        boolean expires = S3Bucket.ensure(another);
        assertThat(S3Bucket.ensure(another)).isEqualTo(expires);
        try (ObjectStore store = new S3ObjectStore(another)) {
            store.check();
        }
    }

    private void assertNothingIncoming() {
        S3Config config = config();
        String incoming = config.prefix() + ObjectKeys.INCOMING;
        try (S3Client client = S3Clients.client(config)) {
            assertThat(client.listObjectsV2(
                                    request -> request.bucket(config.bucket()).prefix(incoming))
                            .contents())
                    .isEmpty();
            assertThat(client.listMultipartUploads(request -> request.bucket(config.bucket()))
                            .uploads())
                    .isEmpty();
        }
    }

    private static final class Failing extends InputStream {
        private final IOException failure;

        Failing(IOException failure) {
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw failure;
        }
    }
}
