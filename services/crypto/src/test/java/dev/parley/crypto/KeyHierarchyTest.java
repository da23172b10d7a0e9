package dev.parley.crypto;

import static dev.parley.crypto.CryptoNode.OTHER_TENANT;
import static dev.parley.crypto.CryptoNode.SERVICE;
import static dev.parley.crypto.CryptoNode.TENANT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.crypto.store.StoredDataKey;
import dev.parley.crypto.store.WrappedKey;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The wrapping of keys by keys, and what is found on the disk of it.
class KeyHierarchyTest {
    private static final String CONVERSATION = "cnv_01h455vb4pex5vsknk084sn02q";
    private static final String OTHER_CONVERSATION = "cnv_01h455vb4pex5vsknk084sn02r";
    private static final Secret OTHER_KEK = Secret.of("another 32 bytes of a fake key..");

    @TempDir
    Path folder;

    @Test
    void opensEverythingAfterRestart() {
        DataKey dataKey;
        String sealed;
        try (EmbeddedStorage storage = CryptoNode.open(folder);
                CryptoNode node = new CryptoNode(storage)) {
            dataKey = node.dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION);
            node.keys.create(SERVICE, "letters");
            sealed = node.keys.encrypt(SERVICE, "letters", new byte[] {42}, new byte[0]);
        }
        try (EmbeddedStorage storage = CryptoNode.open(folder);
                CryptoNode node = new CryptoNode(storage)) {
            assertThat(node.dataKeys.dataKey(TENANT, dataKey.id())).isEqualTo(dataKey);
            assertThat(node.keys.decrypt(SERVICE, "letters", sealed, new byte[0]))
                    .containsExactly(42);
        }
    }

    @Test
    void saysThatTheKeyEncryptionKeyIsTheWrongOne() {
        try (EmbeddedStorage storage = CryptoNode.open(folder)) {
            try (CryptoNode right = new CryptoNode(storage)) {
                right.rootKeys.check(TENANT);
                right.keys.create(SERVICE, "letters");
                right.rootKeys.check(TENANT);
            }
            try (CryptoNode wrong = new CryptoNode(storage, OTHER_KEK, EncryptionBudget.NIST)) {
                assertThatThrownBy(() -> wrong.rootKeys.check(TENANT))
                        .isInstanceOf(WrongKeyEncryptionKeyException.class)
                        .hasMessageContaining("local:");
                assertThatThrownBy(() -> wrong.keys.encrypt(SERVICE, "letters", new byte[1], new byte[0]))
                        .isInstanceOf(WrongKeyEncryptionKeyException.class);
            }
        }
    }

    /// Two nodes that start at once must not make two root keys, of which one would be lost with all it wrapped.
    @Test
    void makesOneRootKeyForAllNodes() {
        try (EmbeddedStorage storage = CryptoNode.open(folder)) {
            List<CryptoNode> nodes =
                    Stream.generate(() -> new CryptoNode(storage)).limit(8).toList();
            List<DataKey> keys = nodes.parallelStream()
                    .map(node -> node.dataKeys.obtain(TENANT, DataKeyPurpose.SEARCH, TENANT.value()))
                    .toList();
            assertThat(keys).hasSize(8).containsOnly(keys.getFirst());
            nodes.forEach(CryptoNode::close);
        }
    }

    @Test
    void doesNotOpenKeyThatWasMovedToAnotherPlace() {
        try (EmbeddedStorage storage = CryptoNode.open(folder);
                CryptoNode node = new CryptoNode(storage)) {
            DataKeyStore store = new DataKeyStore(storage.documents());
            node.dataKeys.obtain(OTHER_TENANT, DataKeyPurpose.SEARCH, OTHER_TENANT.value());
            DataKey key = node.dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION);
            StoredDataKey stored = store.find(TENANT, key.id()).orElseThrow();
            WrappedKey wrapped = Objects.requireNonNull(stored.key());
            store.insert(
                    OTHER_TENANT,
                    new StoredDataKey(
                            key.id(), DataKeyPurpose.CONVERSATION, CONVERSATION, wrapped, Instant.EPOCH, null));
            assertThatThrownBy(() -> node.dataKeys.dataKey(OTHER_TENANT, key.id()))
                    .isInstanceOf(IllegalStateException.class);
            DataKey other = node.dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, OTHER_CONVERSATION);
            store.destroy(TENANT, other.id(), Instant.EPOCH);
            assertThat(new RootKeyStore(storage.documents()).find(TENANT)).isPresent();
        }
    }

    @Test
    void leavesNoKeyInTheClearAndNothingOfDestroyedOnesOnDisk() throws Exception {
        byte[] material;
        String livingWrapped;
        String destroyedWrapped;
        try (EmbeddedStorage storage = CryptoNode.open(folder);
                CryptoNode node = new CryptoNode(storage)) {
            DataKeyStore store = new DataKeyStore(storage.documents());
            DataKey key = node.dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, CONVERSATION);
            DataKey living = node.dataKeys.obtain(TENANT, DataKeyPurpose.CONVERSATION, OTHER_CONVERSATION);
            material = key.material().reveal();
            destroyedWrapped = wrapped(store, key);
            livingWrapped = wrapped(store, living);
            node.dataKeys.destroy(TENANT, key.id());
        }
        assertThat(holders(livingWrapped)).isNotEmpty();
        assertThat(holders(destroyedWrapped)).isEmpty();
        assertThat(holders(new String(material, StandardCharsets.ISO_8859_1))).isEmpty();
        assertThat(holders(Base64.getEncoder().encodeToString(material))).isEmpty();
        assertThat(holders(HexFormat.of().formatHex(material))).isEmpty();
        byte[] kek = CryptoNode.KEY_ENCRYPTION_KEY.reveal();
        assertThat(holders(new String(kek, StandardCharsets.ISO_8859_1))).isEmpty();
    }

    private static String wrapped(DataKeyStore store, DataKey key) {
        return Objects.requireNonNull(store.find(TENANT, key.id()).orElseThrow().key())
                .sealed();
    }

    private List<Path> holders(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> content(file).contains(text))
                    .toList();
        }
    }

    private static String content(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
