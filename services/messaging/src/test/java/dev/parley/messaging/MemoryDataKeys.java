package dev.parley.messaging;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Stands for crypto: makes keys and keeps them in memory.
final class MemoryDataKeys implements DataKeysApi {
    private final SecureRandom random = new SecureRandom();
    private final IdSource ids = new IdSource(InstantSource.system(), random);
    private final Map<String, DataKey> bySubject = new ConcurrentHashMap<>();
    private final Map<KeyId, DataKey> byId = new ConcurrentHashMap<>();

    /// Whether crypto answers.
    volatile boolean answers = true;

    private void requireAnswer() {
        if (!answers) {
            throw new StoreUnavailableException("crypto is away");
        }
    }

    @Override
    public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        requireAnswer();
        return bySubject.computeIfAbsent(tenant + "/" + subject, _ -> {
            byte[] material = new byte[32];
            random.nextBytes(material);
            DataKey key = new DataKey(ids.keyId(), purpose, subject, Secret.of(material));
            byId.put(key.id(), key);
            return key;
        });
    }

    @Override
    public DataKey dataKey(TenantId tenant, KeyId id) {
        requireAnswer();
        DataKey key = byId.get(id);
        if (key == null) {
            throw ProblemType.NOT_FOUND.because("there is no such key");
        }
        return key;
    }

    @Override
    public void destroy(TenantId tenant, KeyId id) {
        throw new UnsupportedOperationException("messaging destroys no keys");
    }

    int made() {
        return byId.size();
    }
}
