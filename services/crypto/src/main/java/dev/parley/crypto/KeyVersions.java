package dev.parley.crypto;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.StoredKeyVersion;
import dev.parley.crypto.store.StoredNamedKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/// The versions of the named keys: made, rotated, and kept unwrapped in memory, bounded.
///
/// The version that encrypts is looked up again [#LATEST_TIME_TO_LIVE] after its last look-up, so that a rotation
/// on another node is followed even if its signal is lost. Safe for concurrent use.
final class KeyVersions {
    static final Duration LATEST_TIME_TO_LIVE = Duration.ofSeconds(10);
    static final int MAX_UNWRAPPED = 10_000;

    /// So many that no person and no yearly, daily or hourly job comes near, so few that a loop is stopped.
    static final int MAX_VERSIONS = 1_000_000;

    private static final int MAX_ATTEMPTS = 100;

    private final NamedKeyStore store;
    private final RootKeys rootKeys;
    private final EncryptionBudget budget;
    private final InstantSource clock;
    private final LoadingCache<KeyName, EncryptingVersion> latest;
    private final Cache<KeyVersion, SecretKey> unwrapped = Caffeine.newBuilder()
            .maximumSize(MAX_UNWRAPPED)
            .expireAfterAccess(Duration.ofHours(1))
            .build();

    KeyVersions(NamedKeyStore store, RootKeys rootKeys, EncryptionBudget budget, InstantSource clock) {
        this.store = store;
        this.rootKeys = rootKeys;
        this.budget = budget;
        this.clock = clock;
        this.latest = Caffeine.newBuilder()
                .maximumSize(MAX_UNWRAPPED)
                .expireAfterAccess(Duration.ofHours(1))
                .refreshAfterWrite(LATEST_TIME_TO_LIVE)
                // On the thread that asks: it is a virtual one and may block.
                .executor(Runnable::run)
                .build(new Loader());
    }

    StoredNamedKey create(KeyName name) {
        Optional<StoredNamedKey> existing = store.find(name.tenant, name.name);
        if (existing.isPresent()) {
            return existing.get();
        }
        Instant now = now();
        StoredNamedKey made = new StoredNamedKey(1, now, now);
        return store.insert(name.tenant, made, newVersion(name, 1, now)) ? made : find(name);
    }

    StoredNamedKey find(KeyName name) {
        return store.find(name.tenant, name.name)
                .orElseThrow(() -> ProblemType.NOT_FOUND.because("there is no key of this name"));
    }

    /// Adds a version. Whoever encrypts here after this returns uses it, or a later one.
    StoredNamedKey rotate(KeyName name) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<StoredNamedKey> rotated = rotateFrom(name, find(name));
            if (rotated.isPresent()) {
                latest.invalidate(name);
                return rotated.get();
            }
        }
        throw ProblemType.CONFLICT.because("others rotate this key all the time");
    }

    /// The latest version, which this call has been granted one encryption with.
    EncryptingVersion encrypting(KeyName name) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            EncryptingVersion version = latest.get(name);
            if (version.take()) {
                return version;
            }
            latest.asMap().remove(name, version);
        }
        throw ProblemType.UNAVAILABLE.because("the key is used faster than it can be renewed");
    }

    /// The key of one version, for decryption.
    ///
    /// @return nothing when the key has no such version
    /// @throws ProblemException `not-found` when there is no such key
    Optional<SecretKey> decrypting(KeyName name, int version) {
        SecretKey key = unwrapped.get(new KeyVersion(name, version), this::unwrap);
        if (key == null) {
            find(name);
        }
        return Optional.ofNullable(key);
    }

    /// Makes the next encryption look up the latest version.
    void forgetLatest(KeyName name) {
        latest.invalidate(name);
    }

    /// @return nothing when another added a version since `current` was read
    private Optional<StoredNamedKey> rotateFrom(KeyName name, StoredNamedKey current) {
        if (current.latestVersion() >= MAX_VERSIONS) {
            throw ProblemType.CONFLICT.because("the key has " + MAX_VERSIONS + " versions, and cannot have more");
        }
        Instant now = now();
        int version = current.latestVersion() + 1;
        StoredNamedKey rotated = new StoredNamedKey(version, current.createdAt(), now);
        return store.addVersion(name.tenant, rotated, newVersion(name, version, now))
                ? Optional.of(rotated)
                : Optional.empty();
    }

    private StoredKeyVersion newVersion(KeyName name, int version, Instant now) {
        try (Secret key = rootKeys.newKey()) {
            return new StoredKeyVersion(
                    name.name, version, rootKeys.wrap(name.tenant, label(name, version), key), now, 0);
        }
    }

    private @Nullable SecretKey unwrap(KeyVersion key) {
        return store.findVersion(key.name.tenant, key.name.name, key.version)
                .map(stored -> {
                    try (Secret secret = rootKeys.unwrap(key.name.tenant, label(key.name, key.version), stored.key())) {
                        return RootKeys.keyOf(secret);
                    }
                })
                .orElse(null);
    }

    /// As exact as it is stored, so that what is answered now and what is read later are the same.
    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    private static String label(KeyName name, int version) {
        return "named-key/" + name.name + "/" + version;
    }

    /// @param tenant whose key
    record KeyName(TenantId tenant, String name) {}

    private record KeyVersion(KeyName name, int version) {}

    /// A version with what is left of the portion of encryptions that this node was granted.
    static final class EncryptingVersion {
        private final int version;
        private final SecretKey key;
        private final AtomicLong left;

        private EncryptingVersion(int version, SecretKey key, long left) {
            this.version = version;
            this.key = key;
            this.left = new AtomicLong(left);
        }

        int version() {
            return version;
        }

        SecretKey key() {
            return key;
        }

        private boolean take() {
            return left.get() > 0 && left.getAndDecrement() > 0;
        }
    }

    private final class Loader implements com.github.benmanes.caffeine.cache.CacheLoader<KeyName, EncryptingVersion> {
        @Override
        public EncryptingVersion load(KeyName name) {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                StoredNamedKey current = find(name);
                int version = current.latestVersion();
                OptionalLong granted = store.reserve(name.tenant, name.name, version, budget::grant);
                if (granted.isPresent()) {
                    SecretKey key = decrypting(name, version)
                            .orElseThrow(() -> new IllegalStateException("versions are never removed"));
                    return new EncryptingVersion(version, key, budget.portion());
                }
                rotateFrom(name, current);
            }
            throw ProblemType.UNAVAILABLE.because("others use this key up as soon as it is renewed");
        }

        @Override
        public EncryptingVersion reload(KeyName name, EncryptingVersion old) {
            return find(name).latestVersion() == old.version ? old : load(name);
        }
    }
}
