package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.migration.Migration;
import dev.parley.storage.migration.Phase;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a start does to what an older version stored.
class UpgradesTest {
    private static final Collection<Lamp> LAMPS = Collection.of("test_lamps", Lamp.class);
    private static final int MANY = 500;

    @TempDir
    Path folder;

    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, new SecureRandom());
    private EmbeddedStorage storage;

    private record Lamp(boolean lit) {}

    private static Migration lighting(int number, Phase phase) {
        return new Migration(number, "lit lamps", LAMPS, phase, lamp -> lamp.put("lit", true), lamp -> lamp);
    }

    @BeforeEach
    void fill() {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), clock);
        storage.documents().declare(List.of(LAMPS));
        storage.documents().transact(TenantId.DEFAULT, tx -> {
            for (int n = 0; n < MANY; n++) {
                tx.insert(LAMPS, "lamp" + n, new Lamp(false));
            }
            return true;
        });
    }

    @AfterEach
    void close() {
        storage.close();
    }

    private Upgrades begin(Migration... migrations) {
        return Upgrades.begin(storage.documents(), List.of(migrations), ids, clock);
    }

    @Test
    void migratesInTheBackground() throws Exception {
        try (Upgrades running = begin(lighting(1, Phase.EXPAND))) {
            Awaitility.await()
                    .alias(running.toString())
                    .untilAsserted(() -> assertThat(
                                    storage.documents().get(TenantId.DEFAULT, LAMPS, "lamp" + (MANY - 1)))
                            .hasValueSatisfying(
                                    lamp -> assertThat(lamp.value().lit()).isTrue()));
        }
    }

    @Test
    void endsBetweenTwoBatchesAndGoesOnAtTheNextStart() throws Exception {
        begin(lighting(1, Phase.EXPAND)).close();
        migratesInTheBackground();
    }

    @Test
    void leavesToSomebodyWhatTakesAway() throws Exception {
        begin(lighting(1, Phase.CONTRACT)).close();
        assertThat(storage.documents().get(TenantId.DEFAULT, LAMPS, "lamp0"))
                .hasValueSatisfying(lamp -> assertThat(lamp.value().lit()).isFalse());
    }

    @Test
    void refusesAStoreThatIsTooNew() {
        Upgrades.run(storage.documents(), List.of(lighting(1, Phase.CONTRACT)), ids, clock, state -> {})
                .contract();
        assertThatThrownBy(this::begin).isInstanceOf(SchemaTooNewException.class);
    }
}
