package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.embedded.MigrationStorm.Thing;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.migration.MigrationState;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a migration with SIGKILL again and again: each process goes on where the one before was, and in the end
/// every document has the new form and was changed once.
class KilledWhileMigratingTest {
    private static final int ROUNDS = 4;
    private static final int BATCHES_BEFORE_DEATH = 5;

    @TempDir
    private Path folder;

    @Test
    void goesOnWhereItWasKilled() throws IOException {
        try (EmbeddedStorage storage = open()) {
            MigrationStorm.fill(storage.documents());
        }
        long handled = 0;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> said = KilledProcess.saidBy(
                    MigrationStorm.class, BATCHES_BEFORE_DEATH, folder.toString(), "process-" + round);
            assertThat(Long.parseLong(said.getFirst())).isGreaterThan(handled);
            handled = Long.parseLong(said.getLast());
        }
        try (EmbeddedStorage storage = open()) {
            List<MigrationState> progress = new ArrayList<>();
            MigrationRun last = MigrationStorm.migration(storage.documents(), "last", progress::add);
            last.expand();
            assertThat(progress.getFirst().documents()).isGreaterThanOrEqualTo(handled);
            assertThat(last.states()).extracting(MigrationState::documents).containsExactly((long)
                    MigrationStorm.DOCUMENTS);
            storage.documents().declare(List.of(MigrationStorm.THINGS));
            for (int n = 0; n < MigrationStorm.DOCUMENTS; n++) {
                var thing = storage.documents()
                        .get(TenantId.DEFAULT, MigrationStorm.THINGS, MigrationStorm.id(n))
                        .orElseThrow();
                assertThat(thing.value()).isEqualTo(new Thing(n, n % 2 == 0 ? "even" : "odd"));
                assertThat(thing.version()).isEqualTo(2);
            }
        }
    }

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }
}
