package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.storage.document.Collection;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownCollectionsTest {
    @TempDir
    Path folder;

    /// A collection that is missing here would not be moved; the move would refuse every folder that has it.
    @Test
    void areThoseThatAPlatformDeclares() {
        ParleyConfig config = ParleyConfig.DEFAULTS.withData(folder).onFreePorts();
        Platform.start(config, EnumSet.allOf(ServiceName.class)).drain();
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system())) {
            List<String> known = KnownCollections.all(storage.objects(), storage.caches()).stream()
                    .map(Collection::name)
                    .toList();
            assertThat(storage.documents().raw().collections()).containsExactlyInAnyOrderElementsOf(known);
        }
    }
}
