package dev.parley.crypto;

import static dev.parley.crypto.CryptoNode.SERVICE;
import static dev.parley.crypto.CryptoNode.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.api.crypto.CryptoSignals;
import dev.parley.api.crypto.CryptoSignals.DestroyedKey;
import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.storage.Subscription;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two nodes on the same storage.
class KeyNodesTest {
    private static final byte[] NOTHING = {};
    private static final EncryptionBudget SMALL = new EncryptionBudget(20, 6);

    @TempDir
    Path folder;

    private EmbeddedStorage storage;
    private CryptoNode here;
    private CryptoNode there;

    @BeforeEach
    void start() {
        storage = CryptoNode.open(folder);
        here = new CryptoNode(storage, CryptoNode.KEY_ENCRYPTION_KEY, SMALL);
        there = new CryptoNode(storage, CryptoNode.KEY_ENCRYPTION_KEY, SMALL);
    }

    @AfterEach
    void stop() {
        here.close();
        there.close();
        storage.close();
    }

    @Test
    void rotatesBeforeVersionIsUsedUpWhoeverUsesIt() {
        here.keys.create(SERVICE, "letters");
        List<String> sealed = IntStream.range(0, 300)
                .parallel()
                .mapToObj(i -> (i % 2 == 0 ? here : there).keys.encrypt(SERVICE, "letters", new byte[] {1}, NOTHING))
                .toList();
        Map<String, Long> usesOfVersion =
                sealed.stream().collect(Collectors.groupingBy(text -> text.split(":")[1], Collectors.counting()));
        assertThat(usesOfVersion.values()).allSatisfy(uses -> assertThat(uses).isLessThanOrEqualTo(20));
        assertThat(usesOfVersion).hasSizeGreaterThanOrEqualTo(15);
        sealed.forEach(text -> assertThat(there.keys.decrypt(SERVICE, "letters", text, NOTHING))
                .containsExactly(1));
    }

    @Test
    void countsUsesOverRestarts() {
        here.keys.create(SERVICE, "letters");
        // Each start reserves 6 of 20 and uses one: the fourth finds no whole portion left.
        for (String version : List.of("v1", "v1", "v1", "v2")) {
            try (CryptoNode restarted = new CryptoNode(storage, CryptoNode.KEY_ENCRYPTION_KEY, SMALL)) {
                assertThat(restarted.keys.encrypt(SERVICE, "letters", NOTHING, NOTHING))
                        .contains(":" + version + ":");
            }
        }
    }

    @Test
    void followsRotationOnOtherNode() {
        here.keys.create(SERVICE, "letters");
        assertThat(there.keys.encrypt(SERVICE, "letters", NOTHING, NOTHING)).contains(":v1:");
        here.keys.rotate(SERVICE, "letters");
        assertThat(here.keys.encrypt(SERVICE, "letters", NOTHING, NOTHING)).contains(":v2:");
        await().untilAsserted(() -> assertThat(there.keys.encrypt(SERVICE, "letters", NOTHING, NOTHING))
                .contains(":v2:"));
    }

    @Test
    void addsVersionForEachOfConcurrentRotations() {
        here.keys.create(SERVICE, "letters");
        IntStream.range(0, 20).parallel().forEach(i -> (i % 2 == 0 ? here : there).keys.rotate(SERVICE, "letters"));
        assertThat(here.keys.key(SERVICE, "letters").latestVersion()).isEqualTo(21);
    }

    @Test
    void tellsThoseWhoHoldDestroyedKey() throws Exception {
        BlockingQueue<DestroyedKey> heard = new LinkedBlockingQueue<>();
        try (Subscription subscription = storage.signals()
                .subscribe(
                        TENANT, CryptoSignals.DATA_KEY_DESTROYED, payload -> heard.add(DestroyedKey.decode(payload)))) {
            DataKey key = here.dataKeys.obtain(TENANT, DataKeyPurpose.SEARCH, TENANT.value());
            there.dataKeys.destroy(TENANT, key.id());
            assertThat(heard.poll(10, TimeUnit.SECONDS)).isEqualTo(new DestroyedKey(TENANT, key.id()));
        }
    }
}
