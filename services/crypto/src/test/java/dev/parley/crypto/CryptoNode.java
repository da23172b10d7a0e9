package dev.parley.crypto;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import dev.parley.crypto.store.DataKeyStore;
import dev.parley.crypto.store.NamedKeyStore;
import dev.parley.crypto.store.RootKeyStore;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;

/// One node of the crypto service on storage that it may share with other nodes.
final class CryptoNode implements AutoCloseable {
    static final TenantId TENANT = TenantId.DEFAULT;
    static final TenantId OTHER_TENANT = new TenantId("tnt_01h455vb4pex5vsknk084sn02q");
    static final Caller.Service SERVICE = new Caller.Service(TENANT, "messaging");
    static final Caller.Service OTHER_SERVICE = new Caller.Service(OTHER_TENANT, "messaging");
    static final UserId USER = new UserId("usr_01h455vb4pex5vsknk084sn02q");
    static final SessionId SESSION = new SessionId("ses_01h455vb4pex5vsknk084sn02r");
    static final Caller.User OWNER = new Caller.User(TENANT, USER, SESSION, Set.of(Role.OWNER, Role.MEMBER));
    static final Caller.User MEMBER =
            new Caller.User(TENANT, USER, SESSION, Set.of(Role.MEMBER, Role.COMPLIANCE_OFFICER));

    /// Plainly fake.
    static final Secret KEY_ENCRYPTION_KEY = Secret.of("01234567890123456789012345678901");

    final RootKeys rootKeys;
    final NamedKeyStore namedKeyStore;
    final Keys keys;
    final DataKeys dataKeys;

    CryptoNode(EmbeddedStorage storage) {
        this(storage, KEY_ENCRYPTION_KEY, EncryptionBudget.NIST);
    }

    CryptoNode(EmbeddedStorage storage, Secret keyEncryptionKey, EncryptionBudget budget) {
        SecureRandom random = new SecureRandom();
        InstantSource clock = InstantSource.system();
        IdSource ids = new IdSource(clock, random);
        KeyEncryptionKey local = new LocalKeyEncryptionKey(keyEncryptionKey, random);
        rootKeys = new RootKeys(local, new RootKeyStore(storage.documents()), ids, random, clock);
        namedKeyStore = new NamedKeyStore(storage.documents());
        KeyVersions versions = new KeyVersions(namedKeyStore, rootKeys, budget, clock);
        keys = new Keys(versions, rootKeys.gcm(), storage.signals());
        dataKeys = new DataKeys(new DataKeyStore(storage.documents()), rootKeys, storage.signals(), ids, clock);
    }

    static EmbeddedStorage open(Path folder) {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }

    @Override
    public void close() {
        keys.close();
    }
}
