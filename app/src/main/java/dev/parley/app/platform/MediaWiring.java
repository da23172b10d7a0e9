package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.client.seal.Sealer;
import dev.parley.core.health.Dependency;
import dev.parley.media.MediaConfig;
import dev.parley.media.MediaFiles;
import dev.parley.media.MediaPeers;
import dev.parley.media.MediaRoutes;
import dev.parley.media.OrphanSweep;
import dev.parley.media.store.MediaStore;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.object.ObjectStore;
import java.util.List;

/// Media: files in the object store, sealed with keys of crypto; their descriptions in the document store.
final class MediaWiring {
    private MediaWiring() {}

    static Part wire(Foundation foundation, Peers peers, Shared shared) {
        DocumentStore documents = foundation.storage.documents();
        ObjectStore objects = foundation.storage.objects();
        MediaConfig config = foundation.config.media().own();
        MediaStore store = new MediaStore(documents, objects);
        MediaPeers asked = new MediaPeers(
                peers.conversations(ServiceName.MEDIA),
                shared.dataKeys(),
                new Sealer(shared.dataKeys(), foundation.random),
                shared.audit());
        MediaFiles files = new MediaFiles(store, asked, config, foundation.ids, foundation.clock);
        OrphanSweep sweep = new OrphanSweep(store, config, foundation.clock);
        return new Part(
                new MediaRoutes(files).routes(),
                List.of(new Dependency("documents", documents::check), new Dependency("objects", objects::check)),
                List.of(DailyWork.start("media-orphans", sweep::sweep)));
    }
}
