package dev.parley.storage.contract.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Random;

/// What the tests of the object promises need of an adapter.
public interface ObjectStoreContract {
    /// The store under test, open. The same object until [#reopenedObjects].
    ObjectStore objects();

    /// The same objects as another process sees them. The same object where only one process can.
    default ObjectStore objectsElsewhere() {
        return objects();
    }

    /// Closes the store and opens it again.
    ObjectStore reopenedObjects();

    /// Plainly fake bytes, the same for the same length.
    static byte[] content(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    default void put(TenantId tenant, String key, byte[] content) {
        objects().put(tenant, key, new ByteArrayInputStream(content), content.length);
    }

    static Optional<byte[]> read(ObjectStore store, TenantId tenant, String key, ByteRange range) {
        return store.open(tenant, key, range).map(stream -> {
            try (stream) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// The whole object, which must be there.
    static byte[] read(ObjectStore store, TenantId tenant, String key) {
        return read(store, tenant, key, ByteRange.ALL).orElseThrow(() -> new AssertionError("no object " + key));
    }

    static void assertAbsent(ObjectStore store, TenantId tenant, String key) {
        assertThat(store.open(tenant, key, ByteRange.ALL)).isEmpty();
        assertThat(store.stat(tenant, key)).isEmpty();
        assertThat(store.list(tenant, key, "", 10)).isEmpty();
    }

    static void assertRefused(ObjectStore store, String key) {
        TenantId tenant = Fixtures.freshTenant();
        InputStream content = new ByteArrayInputStream(new byte[1]);
        assertThatThrownBy(() -> store.put(tenant, key, content, 1))
                .as("put %s", key)
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.open(tenant, key, ByteRange.ALL))
                .as("open %s", key)
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.stat(tenant, key)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store.delete(tenant, key)).isInstanceOf(IllegalArgumentException.class);
    }
}
