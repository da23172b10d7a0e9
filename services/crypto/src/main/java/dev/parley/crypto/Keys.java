package dev.parley.crypto;

import dev.parley.api.crypto.CryptoSignals;
import dev.parley.api.crypto.CryptoSignals.RotatedKey;
import dev.parley.api.crypto.KeysApi;
import dev.parley.api.crypto.NamedKey;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.crypto.KeyVersions.EncryptingVersion;
import dev.parley.crypto.KeyVersions.KeyName;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.StoredNamedKey;
import dev.parley.storage.Subscription;
import dev.parley.storage.signal.Signals;
import java.time.InstantSource;
import java.util.regex.Pattern;

/// The named keys: use cases.
public final class Keys implements KeysApi, AutoCloseable {
    static final int MAX_PLAINTEXT_BYTES = 1 << 20;
    static final int MAX_ASSOCIATED_BYTES = 4 << 10;

    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");

    private final KeyVersions versions;
    private final AesGcm gcm;
    private final Signals signals;
    private final Subscription rotations;

    public Keys(NamedKeyStore store, RootKeys rootKeys, Signals signals, InstantSource clock) {
        this(new KeyVersions(store, rootKeys, EncryptionBudget.NIST, clock), rootKeys.gcm(), signals);
    }

    Keys(KeyVersions versions, AesGcm gcm, Signals signals) {
        this.versions = versions;
        this.gcm = gcm;
        this.signals = signals;
        this.rotations = signals.subscribe(TenantId.DEFAULT, CryptoSignals.KEY_ROTATED, payload -> {
            RotatedKey rotated = RotatedKey.decode(payload);
            versions.forgetLatest(new KeyName(rotated.tenant(), rotated.name()));
        });
    }

    @Override
    public NamedKey create(Caller caller, String name) {
        KeyName key = keyName(caller, name);
        return named(name, versions.create(key));
    }

    @Override
    public NamedKey key(Caller caller, String name) {
        return named(name, versions.find(keyName(caller, name)));
    }

    @Override
    public NamedKey rotate(Caller caller, String name) {
        KeyName key = keyName(caller, name);
        StoredNamedKey rotated = versions.rotate(key);
        byte[] payload = new RotatedKey(key.tenant(), name).encode();
        signals.publish(TenantId.DEFAULT, CryptoSignals.KEY_ROTATED, payload);
        return named(name, rotated);
    }

    @Override
    public String encrypt(Caller caller, String name, byte[] plaintext, byte[] associatedData) {
        KeyName key = keyName(caller, name);
        requireAtMost(plaintext, MAX_PLAINTEXT_BYTES, "the plaintext");
        requireAtMost(associatedData, MAX_ASSOCIATED_BYTES, "the associated data");
        EncryptingVersion version = versions.encrypting(key);
        return Ciphertext.format(version.version(), gcm.seal(version.key(), plaintext, associatedData));
    }

    @Override
    public byte[] decrypt(Caller caller, String name, String ciphertext, byte[] associatedData) {
        KeyName key = keyName(caller, name);
        // Version 1 stands in for a text without one: a key that does not exist is `not-found` whatever is sent.
        Ciphertext parsed = Ciphertext.parse(ciphertext).orElse(Ciphertext.UNREADABLE);
        return versions.decrypting(key, parsed.version())
                .flatMap(secret -> gcm.open(secret, parsed.sealed(), associatedData))
                .orElseThrow(() -> CryptoProblems.DECRYPTION_FAILED.because(
                        "not encrypted with this key and these associated data"));
    }

    /// Stops listening to other nodes.
    @Override
    public void close() {
        rotations.close();
    }

    private static KeyName keyName(Caller caller, String name) {
        boolean allowed = switch (caller) {
            case Caller.Service _ -> true;
            case Caller.User user -> user.may(Permission.KEYS_USE);
            case Caller.Anonymous _ -> false;
        };
        if (!allowed) {
            throw ProblemType.FORBIDDEN.because("this needs the permission " + Permission.KEYS_USE.code());
        }
        if (!NAME.matcher(name).matches()) {
            throw ProblemType.VALIDATION_FAILED.because(
                    "a key's name has 1 to 64 lower-case letters, digits and hyphens");
        }
        return new KeyName(caller.tenant(), name);
    }

    private static NamedKey named(String name, StoredNamedKey key) {
        return new NamedKey(name, key.latestVersion(), key.createdAt(), key.rotatedAt());
    }

    private static void requireAtMost(byte[] bytes, int maxBytes, String what) {
        if (bytes.length > maxBytes) {
            throw ProblemType.VALIDATION_FAILED.because(what + " may have at most " + maxBytes + " bytes");
        }
    }
}
