package dev.parley.compliance;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The crypto service's data keys in memory: what this service sees of it.
final class MemoryDataKeys implements DataKeysApi {
    private final SecureRandom random = new SecureRandom();
    private final IdSource ids = new IdSource(InstantSource.system(), random);
    private final Map<String, DataKey> keys = new HashMap<>();
    private final Set<KeyId> destroyed = new HashSet<>();
    private boolean silent;

    /// Makes it answer nothing, as a service that is down.
    synchronized void silent(boolean now) {
        silent = now;
    }

    @Override
    public synchronized DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        refuseWhenSilent();
        return living(keys.computeIfAbsent(tenant + "/" + purpose + "/" + subject, missing -> {
            byte[] material = new byte[32];
            random.nextBytes(material);
            return new DataKey(ids.keyId(), purpose, subject, Secret.of(material));
        }));
    }

    @Override
    public synchronized DataKey dataKey(TenantId tenant, KeyId id) {
        refuseWhenSilent();
        return keys.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(tenant + "/"))
                .map(Map.Entry::getValue)
                .filter(key -> key.id().equals(id))
                .findFirst()
                .map(this::living)
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("no such data key"));
    }

    @Override
    public synchronized void destroy(TenantId tenant, KeyId id) {
        destroyed.add(id);
    }

    private DataKey living(DataKey key) {
        if (destroyed.contains(key.id())) {
            throw new ProblemException(
                    new ProblemType("key-destroyed", 410, "The key was destroyed"), "it was destroyed");
        }
        return key;
    }

    private void refuseWhenSilent() {
        if (silent) {
            throw new StoreUnavailableException("crypto is down");
        }
    }
}
