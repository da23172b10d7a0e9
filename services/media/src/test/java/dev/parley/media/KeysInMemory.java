package dev.parley.media;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Data keys that are gone with the process.
final class KeysInMemory implements DataKeysApi {
    private static final ProblemType KEY_DESTROYED = new ProblemType("key-destroyed", 410, "The key was destroyed");

    private final IdSource ids;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, DataKey> bySubject = new HashMap<>();
    private final Map<KeyId, DataKey> byId = new HashMap<>();
    private final Set<KeyId> destroyed = ConcurrentHashMap.newKeySet();

    KeysInMemory(IdSource ids) {
        this.ids = ids;
    }

    @Override
    public synchronized DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        DataKey key = bySubject.computeIfAbsent(tenant + "/" + purpose + "/" + subject, place -> {
            byte[] material = new byte[32];
            random.nextBytes(material);
            return new DataKey(ids.keyId(), purpose, subject, Secret.of(material));
        });
        byId.put(key.id(), key);
        return alive(key);
    }

    @Override
    public synchronized DataKey dataKey(TenantId tenant, KeyId id) {
        DataKey key = byId.get(id);
        if (key == null) {
            throw ProblemType.NOT_FOUND.because("no such key");
        }
        return alive(key);
    }

    @Override
    public void destroy(TenantId tenant, KeyId id) {
        destroyed.add(id);
    }

    private DataKey alive(DataKey key) {
        if (destroyed.contains(key.id())) {
            throw KEY_DESTROYED.because("it was destroyed");
        }
        return key;
    }
}
