package dev.parley.crypto;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.crypto.store.StoredRootKey;
import dev.parley.crypto.store.WrappedKey;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The root keys: one per tenant, made at its first use, wrapped by the [KeyEncryptionKey], and the only keys that
/// wrap a tenant's other keys.
///
/// What is wrapped is bound to its tenant and to a label that says which key it is, so that a wrapped key moved to
/// another document does not open. A root key wraps one key per conversation, person and version: far below the
/// 2^32 of SP 800-38D §8.3. Unwrapped root keys stay in memory, at most [#MAX_UNWRAPPED] of them. Safe for
/// concurrent use.
public final class RootKeys {
    static final int MAX_UNWRAPPED = 1000;

    private final KeyEncryptionKey keyEncryptionKey;
    private final RootKeyStore store;
    private final IdSource ids;
    private final SecureRandom random;
    private final InstantSource clock;
    private final AesGcm gcm;
    private final LoadingCache<TenantId, RootKey> unwrapped =
            Caffeine.newBuilder().maximumSize(MAX_UNWRAPPED).build(this::obtain);

    public RootKeys(
            KeyEncryptionKey keyEncryptionKey,
            RootKeyStore store,
            IdSource ids,
            SecureRandom random,
            InstantSource clock) {
        this.keyEncryptionKey = keyEncryptionKey;
        this.store = store;
        this.ids = ids;
        this.random = random;
        this.clock = clock;
        this.gcm = new AesGcm(random);
    }

    /// A new key of 32 random bytes.
    Secret newKey() {
        byte[] bytes = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(bytes);
        try {
            return Secret.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// @param label which key it is, the same when it is unwrapped
    WrappedKey wrap(TenantId tenant, String label, Secret key) {
        RootKey root = unwrapped.get(tenant);
        byte[] bytes = key.reveal();
        try {
            byte[] sealed = gcm.seal(root.key, bytes, associatedData(tenant, label));
            return new WrappedKey(root.id.value(), Base64.getEncoder().encodeToString(sealed));
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// @throws IllegalStateException when the stored key was changed or belongs elsewhere
    Secret unwrap(TenantId tenant, String label, WrappedKey wrapped) {
        RootKey root = unwrapped.get(tenant);
        byte[] sealed = Base64.getDecoder().decode(wrapped.sealed());
        byte[] bytes = gcm.open(root.key, sealed, associatedData(tenant, label))
                .orElseThrow(() -> new IllegalStateException("stored key " + label + " of " + tenant + " is damaged"));
        try {
            return Secret.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    AesGcm gcm() {
        return gcm;
    }

    /// Returns when the key-encryption key opens what it wrapped for `tenant`, or, before the tenant has a root
    /// key, what it wraps now.
    ///
    /// @throws WrongKeyEncryptionKeyException when the data was wrapped by another
    public void check(TenantId tenant) {
        store.find(tenant).ifPresentOrElse(stored -> open(tenant, stored).close(), () -> {
            byte[] label = associatedData(tenant, "check");
            try (Secret probe = newKey()) {
                keyEncryptionKey
                        .unwrap(keyEncryptionKey.wrap(probe, label), label)
                        .close();
            }
        });
    }

    private RootKey obtain(TenantId tenant) {
        StoredRootKey stored = store.find(tenant).orElseGet(() -> make(tenant));
        try (Secret key = open(tenant, stored)) {
            return new RootKey(stored.keyId(), keyOf(key));
        }
    }

    private StoredRootKey make(TenantId tenant) {
        KeyId id = ids.keyId();
        try (Secret key = newKey()) {
            byte[] sealed = keyEncryptionKey.wrap(key, rootLabel(tenant, id));
            WrappedKey wrapped =
                    new WrappedKey(keyEncryptionKey.id(), Base64.getEncoder().encodeToString(sealed));
            StoredRootKey made = new StoredRootKey(id, wrapped, clock.instant());
            return store.insert(tenant, made)
                    ? made
                    : store.find(tenant).orElseThrow(() -> new IllegalStateException("another made it just now"));
        }
    }

    private Secret open(TenantId tenant, StoredRootKey stored) {
        if (!stored.key().wrappedBy().equals(keyEncryptionKey.id())) {
            throw new WrongKeyEncryptionKeyException(
                    "the root key of " + tenant + " was wrapped by the key-encryption key "
                            + stored.key().wrappedBy() + ", and this one is " + keyEncryptionKey.id());
        }
        return keyEncryptionKey.unwrap(
                Base64.getDecoder().decode(stored.key().sealed()), rootLabel(tenant, stored.keyId()));
    }

    /// The form in which the JDK's ciphers take a key. They keep a copy of their own, which is beyond wiping.
    static SecretKey keyOf(Secret secret) {
        byte[] bytes = secret.reveal();
        try {
            return new SecretKeySpec(bytes, "AES");
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] rootLabel(TenantId tenant, KeyId id) {
        return associatedData(tenant, "root-key/" + id);
    }

    private static byte[] associatedData(TenantId tenant, String label) {
        return ("parley/wrap/v1/" + tenant + "/" + label).getBytes(StandardCharsets.UTF_8);
    }

    /// Not a record, which would print its parts.
    private static final class RootKey {
        private final KeyId id;
        private final SecretKey key;

        private RootKey(KeyId id, SecretKey key) {
            this.id = id;
            this.key = key;
        }
    }
}
