package dev.parley.client.seal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Data keys in memory, so that crypto is asked once per key and not once per message. Bounded in number and in
/// time; one caller loads a key while the others wait for it; a failure is not kept.
///
/// A destroyed key is forgotten here at the latest when its time is over, at once when [#forget] is told. Key
/// material is left to the garbage collector on eviction: another thread may be sealing with it.
public final class DataKeyRing {
    public static final int DEFAULT_MAX_KEYS = 20_000;
    public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofMinutes(5);

    private static final int DERIVED_BYTES = 32;

    private final DataKeysApi dataKeys;
    private final Cache<Place, CompletableFuture<SealingKey>> bySubject;
    private final Cache<IdInTenant, CompletableFuture<SealingKey>> byId;

    public DataKeyRing(DataKeysApi dataKeys) {
        this(dataKeys, DEFAULT_MAX_KEYS, DEFAULT_TIME_TO_LIVE);
    }

    public DataKeyRing(DataKeysApi dataKeys, int maxKeys, Duration timeToLive) {
        this.dataKeys = dataKeys;
        this.bySubject = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfterWrite(timeToLive)
                .build();
        this.byId = Caffeine.newBuilder()
                .maximumSize(maxKeys)
                .expireAfterWrite(timeToLive)
                .build();
    }

    /// Leaves nothing of the key here.
    public void forget(TenantId tenant, KeyId id) {
        byId.invalidate(new IdInTenant(tenant, id));
        bySubject.asMap().values().removeIf(loading -> holds(loading, id));
    }

    /// The id of the key to seal with, for who seals by a key that [#derive] gives.
    ///
    /// @throws dev.parley.core.problem.ProblemException `key-destroyed` (410)
    public KeyId currentId(TenantId tenant, DataKeyPurpose purpose, String subject) {
        return current(tenant, purpose, subject).id();
    }

    /// A key for another use than that of [Sealer], from the data key by HKDF-SHA-256 (RFC 5869, without salt), so
    /// that no key serves two algorithms. It is destroyed with the data key.
    ///
    /// @param use names what it is for, with a version: `parley/media/v1`
    /// @return 32 bytes, the caller's to close
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `key-destroyed` (410)
    public Secret derive(TenantId tenant, KeyId id, String use) {
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(byId(tenant, id).key())
                            .thenExpand(use.getBytes(StandardCharsets.UTF_8), DERIVED_BYTES));
            try {
                return Secret.of(derived);
            } finally {
                Arrays.fill(derived, (byte) 0);
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }

    /// The key to seal with.
    SealingKey current(TenantId tenant, DataKeyPurpose purpose, String subject) {
        return load(bySubject, new Place(tenant, purpose, subject), () -> {
            SealingKey key = sealingKey(dataKeys.obtain(tenant, purpose, subject));
            byId.put(new IdInTenant(tenant, key.id()), CompletableFuture.completedFuture(key));
            return key;
        });
    }

    /// The key that something was sealed with.
    SealingKey byId(TenantId tenant, KeyId id) {
        return load(byId, new IdInTenant(tenant, id), () -> sealingKey(dataKeys.dataKey(tenant, id)));
    }

    /// Loads on the calling thread, so that its deadline and trace go along, and outside any lock of the cache.
    private static <K> SealingKey load(
            Cache<K, CompletableFuture<SealingKey>> cache, K place, Supplier<SealingKey> loader) {
        CompletableFuture<SealingKey> mine = new CompletableFuture<>();
        CompletableFuture<SealingKey> theirs = cache.asMap().putIfAbsent(place, mine);
        if (theirs != null) {
            return await(theirs);
        }
        try {
            SealingKey key = loader.get();
            mine.complete(key);
            return key;
        } catch (RuntimeException | Error e) {
            cache.asMap().remove(place, mine);
            mine.completeExceptionally(e);
            throw e;
        }
    }

    private static boolean holds(CompletableFuture<SealingKey> loading, KeyId id) {
        // One that is still being loaded is dropped too: what it brings may be older than the destruction.
        return loading.state() != Future.State.SUCCESS
                || loading.resultNow().id().equals(id);
    }

    private static SealingKey await(CompletableFuture<SealingKey> loading) {
        try {
            return loading.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static SealingKey sealingKey(DataKey key) {
        byte[] material = key.material().reveal();
        try {
            return new SealingKey(key.id(), new SecretKeySpec(material, "AES"));
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private record Place(TenantId tenant, DataKeyPurpose purpose, String subject) {}

    private record IdInTenant(TenantId tenant, KeyId id) {}
}
