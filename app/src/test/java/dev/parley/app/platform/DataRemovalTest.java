package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.embedded.FolderInUseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataRemovalTest {
    @TempDir
    Path data;

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(data), InstantSource.system());
    }

    @Test
    void deletesWhatIsOursAndNothingElse() throws Exception {
        open().close();
        Files.createDirectories(data.resolve("secrets"));
        Files.write(data.resolve("secrets/service.key"), new byte[32]);
        Path theirs = Files.writeString(data.resolve("thesis.txt"), "years of work");

        DataRemoval.from(data);

        assertThat(data).isDirectoryContaining(path -> path.equals(theirs));
        assertThat(Files.list(data)).containsExactly(theirs);
    }

    @Test
    void leavesFoldersAloneThatWereNeverOurs() throws Exception {
        Path secrets = Files.createDirectories(data.resolve("secrets"));
        DataRemoval.from(data);
        assertThat(secrets).exists();
    }

    @Test
    void refusesWhileAPlatformRunsOnIt() {
        try (EmbeddedStorage running = open()) {
            assertThat(running).isNotNull();
            assertThatThrownBy(() -> DataRemoval.from(data)).isInstanceOf(FolderInUseException.class);
            assertThat(data.resolve("parley.db")).exists();
        }
    }
}
