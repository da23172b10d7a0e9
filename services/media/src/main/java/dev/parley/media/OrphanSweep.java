package dev.parley.media;

import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.TypeId;
import dev.parley.media.store.MediaStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes objects whose upload died before it was recorded: they were never readable.
///
/// An object is an orphan when nothing records it although its id is older than [MediaConfig#orphanAge]. No upload
/// in progress can be hit: it gives up at half that age ([MediaFiles]), and the other half is more than any clock
/// that still serves is off.
public final class OrphanSweep {
    private static final Logger LOG = LoggerFactory.getLogger(OrphanSweep.class);

    private final MediaStore store;
    private final MediaConfig config;
    private final InstantSource clock;
    private final int pageSize;

    public OrphanSweep(MediaStore store, MediaConfig config, InstantSource clock) {
        this(store, config, clock, 1000);
    }

    OrphanSweep(MediaStore store, MediaConfig config, InstantSource clock, int pageSize) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.pageSize = pageSize;
    }

    /// Goes through all objects of a tenant that are old enough. To be run about once a day: it costs one read per
    /// file.
    ///
    /// @return how many orphans it removed
    public int sweep(TenantId tenant) {
        Instant madeBefore = clock.instant().minus(config.orphanAge());
        int removed = 0;
        @Nullable MediaId last = null;
        while (true) {
            List<MediaId> page = store.objects(tenant, last, pageSize);
            for (MediaId id : page) {
                // Ids are in the order of time, so whatever follows is younger still.
                if (!TypeId.madeAt(id.value()).isBefore(madeBefore)) {
                    return removed;
                }
                removed += removeIfOrphan(tenant, id);
            }
            if (page.isEmpty()) {
                return removed;
            }
            last = page.getLast();
        }
    }

    private int removeIfOrphan(TenantId tenant, MediaId id) {
        if (store.file(tenant, id).isPresent()) {
            return 0;
        }
        store.deleteObject(tenant, id);
        LOG.info("removed {}, whose upload had never ended", id);
        return 1;
    }
}
