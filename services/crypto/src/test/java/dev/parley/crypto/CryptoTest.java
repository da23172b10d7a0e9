package dev.parley.crypto;

import dev.parley.api.crypto.DataKeysApi;
import dev.parley.api.crypto.KeysApi;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// The contracts on the objects themselves, as the embedded topology uses them.
class CryptoTest implements KeysContract, DataKeysContract {
    @TempDir
    Path folder;

    private EmbeddedStorage storage;
    private CryptoNode node;

    @BeforeEach
    void start() {
        storage = CryptoNode.open(folder);
        node = new CryptoNode(storage);
    }

    @AfterEach
    void stop() {
        node.close();
        storage.close();
    }

    @Override
    public KeysApi keys() {
        return node.keys;
    }

    @Override
    public DataKeysApi dataKeys() {
        return node.dataKeys;
    }
}
