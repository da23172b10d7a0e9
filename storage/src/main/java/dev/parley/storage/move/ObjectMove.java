package dev.parley.storage.move;

import dev.parley.core.id.TenantId;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The objects of some tenants, streamed one by one.
final class ObjectMove {
    private static final int PAGE = 1000;

    private final ObjectStore source;
    private final ObjectStore target;
    private final Consumer<String> progress;

    ObjectMove(ObjectStore source, ObjectStore target, Consumer<String> progress) {
        this.source = source;
        this.target = target;
        this.progress = progress;
    }

    /// @throws MoveRefusedException when an object arrives with another hash
    void copy(Set<TenantId> tenants) {
        long[] done = {0, 0};
        each(source, tenants, (tenant, object) -> {
            boolean there =
                    target.stat(tenant, object.key()).filter(object::equals).isPresent();
            if (!there) {
                copy(tenant, object);
                done[0]++;
                done[1] += object.sizeBytes();
            }
        });
        progress.accept("copied objects: " + done[0] + ", " + done[1] + " bytes");
    }

    MoveRow compare(Set<TenantId> tenants) {
        return new MoveRow("objects", tally(source, tenants), tally(target, tenants), 0);
    }

    private static MoveRow.Tally tally(ObjectStore store, Set<TenantId> tenants) {
        CanonicalDigest digest = new CanonicalDigest();
        each(
                store,
                tenants,
                (tenant, object) ->
                        digest.add(tenant + " " + object.key() + " " + object.sizeBytes() + " " + object.sha256()));
        return digest.tally();
    }

    private void copy(TenantId tenant, StoredObject object) {
        try (InputStream content = source.open(tenant, object.key(), ByteRange.ALL)
                .orElseThrow(() -> new MoveRefusedException("an object went away meanwhile: " + object.key()))) {
            StoredObject arrived = target.put(tenant, object.key(), content, object.sizeBytes());
            if (!arrived.equals(object)) {
                throw new MoveRefusedException("the object " + object.key() + " of " + tenant
                        + " is not what its store says: " + arrived.sha256() + " instead of " + object.sha256());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("while copying " + object.key(), e);
        }
    }

    private static void each(ObjectStore store, Set<TenantId> tenants, BiConsumer<TenantId, StoredObject> use) {
        for (TenantId tenant : tenants) {
            List<StoredObject> page = store.list(tenant, "", "", PAGE);
            while (!page.isEmpty()) {
                page.forEach(object -> use.accept(tenant, object));
                page = store.list(tenant, "", page.getLast().key(), PAGE);
            }
        }
    }
}
