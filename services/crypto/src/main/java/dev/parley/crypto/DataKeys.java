package dev.parley.crypto;

import dev.parley.api.crypto.CryptoSignals;
import dev.parley.api.crypto.CryptoSignals.DestroyedKey;
import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.StoredDataKey;
import dev.parley.crypto.store.WrappedKey;
import dev.parley.storage.signal.Signals;
import java.time.InstantSource;

/// The data keys: use cases. Nothing of them is kept in memory here (each call reads the document and unwraps), so
/// a destroyed key is gone from this service, on every node, with the commit that destroys it. The services that
/// hold it in their [dev.parley.api.crypto.DataKey] caches hear [CryptoSignals#DATA_KEY_DESTROYED], and forget it
/// by their time to live when they do not.
///
/// A known sad path: a backup from before the destruction holds the wrapped key. It opens only together with the
/// key-encryption key, so a restore has to replay what was destroyed since.
public final class DataKeys implements DataKeysApi {
    private final DataKeyStore store;
    private final RootKeys rootKeys;
    private final Signals signals;
    private final IdSource ids;
    private final InstantSource clock;

    public DataKeys(DataKeyStore store, RootKeys rootKeys, Signals signals, IdSource ids, InstantSource clock) {
        this.store = store;
        this.rootKeys = rootKeys;
        this.signals = signals;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        DataKeySubject.require(tenant, purpose, subject);
        StoredDataKey stored = store.find(tenant, purpose, subject).orElseGet(() -> make(tenant, purpose, subject));
        return open(tenant, stored);
    }

    @Override
    public DataKey dataKey(TenantId tenant, KeyId id) {
        return open(
                tenant, store.find(tenant, id).orElseThrow(() -> ProblemType.NOT_FOUND.because("no such data key")));
    }

    @Override
    public void destroy(TenantId tenant, KeyId id) {
        if (!store.destroy(tenant, id, clock.instant())) {
            throw ProblemType.NOT_FOUND.because("no such data key");
        }
        // Again when it was destroyed before: the signal of the first time may have been lost.
        byte[] payload = new DestroyedKey(tenant, id).encode();
        signals.publish(TenantId.DEFAULT, CryptoSignals.DATA_KEY_DESTROYED, payload);
    }

    private StoredDataKey make(TenantId tenant, DataKeyPurpose purpose, String subject) {
        KeyId id = ids.keyId();
        try (Secret material = rootKeys.newKey()) {
            WrappedKey wrapped = rootKeys.wrap(tenant, label(id, purpose, subject), material);
            StoredDataKey made = new StoredDataKey(id, purpose, subject, wrapped, clock.instant(), null);
            return store.insert(tenant, made)
                    ? made
                    : store.find(tenant, purpose, subject)
                            .orElseThrow(() -> new IllegalStateException("another made it just now"));
        }
    }

    private DataKey open(TenantId tenant, StoredDataKey stored) {
        WrappedKey wrapped = stored.key();
        if (wrapped == null) {
            throw CryptoProblems.KEY_DESTROYED.because("the data key was destroyed, and with it what it sealed");
        }
        Secret material = rootKeys.unwrap(tenant, label(stored.keyId(), stored.purpose(), stored.subject()), wrapped);
        return new DataKey(stored.keyId(), stored.purpose(), stored.subject(), material);
    }

    private static String label(KeyId id, DataKeyPurpose purpose, String subject) {
        return "data-key/" + id + "/" + purpose + "/" + subject;
    }
}
