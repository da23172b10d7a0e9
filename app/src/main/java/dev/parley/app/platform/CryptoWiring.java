package dev.parley.app.platform;

import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.CryptoRoutes;
import dev.parley.crypto.DataKeys;
import dev.parley.crypto.KeyEncryptionKey;
import dev.parley.crypto.Keys;
import dev.parley.crypto.LocalKeyEncryptionKey;
import dev.parley.crypto.RootKeys;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.storage.document.DocumentStore;
import java.util.List;

/// Crypto: keys in the document store, below a key-encryption key from a file.
final class CryptoWiring {
    private CryptoWiring() {}

    static Part wire(Foundation foundation, Peers peers) {
        DocumentStore documents = foundation.storage.documents();
        RootKeys rootKeys = new RootKeys(
                keyEncryptionKey(foundation),
                new RootKeyStore(documents),
                foundation.ids,
                foundation.random,
                foundation.clock);
        // Before anything is served: with the wrong key nothing would be, and everything would seem lost.
        rootKeys.check(TenantId.DEFAULT);
        DataKeys dataKeys = new DataKeys(
                new DataKeyStore(documents), rootKeys, foundation.storage.signals(), foundation.ids, foundation.clock);
        peers.provide(DataKeysApi.class, dataKeys);
        Keys keys = new Keys(new NamedKeyStore(documents), rootKeys, foundation.storage.signals(), foundation.clock);
        return new Part(
                CryptoRoutes.of(keys, dataKeys),
                List.of(
                        new Dependency("documents", documents::check),
                        new Dependency("root-key", () -> rootKeys.check(TenantId.DEFAULT))),
                List.of(keys));
    }

    private static KeyEncryptionKey keyEncryptionKey(Foundation foundation) {
        try (Secret secret = foundation.secrets.obtain(SecretFiles.KEY_ENCRYPTION)) {
            return new LocalKeyEncryptionKey(secret, foundation.random);
        }
    }
}
