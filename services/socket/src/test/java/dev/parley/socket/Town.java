package dev.parley.socket;

import dev.parley.api.auth.Account;
import dev.parley.api.auth.AccountsApi;
import dev.parley.api.auth.Registration;
import dev.parley.api.auth.RegistrationChallenge;
import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Stands for auth, crypto and compliance where messaging needs them: everyone exists, keys are in memory, nothing
/// is audited.
final class Town implements AccountsApi, DataKeysApi, AuditApi {
    private final SecureRandom random = new SecureRandom();
    private final IdSource ids = new IdSource(InstantSource.system(), random);
    private final Map<String, DataKey> bySubject = new ConcurrentHashMap<>();
    private final Map<KeyId, DataKey> byId = new ConcurrentHashMap<>();

    @Override
    public Account register(Registration registration) {
        throw new UnsupportedOperationException("everyone is here already");
    }

    @Override
    public RegistrationChallenge registrationChallenge() {
        throw new UnsupportedOperationException("nobody registers here");
    }

    @Override
    public Account account(Caller caller, UserId user) {
        return new Account(user, user.value(), user.value(), Set.of(Role.MEMBER), Instant.EPOCH);
    }

    @Override
    public Account accountByUserName(Caller caller, String userName) {
        throw new UnsupportedOperationException("asked by id");
    }

    @Override
    public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
        return bySubject.computeIfAbsent(subject, _ -> {
            byte[] material = new byte[32];
            random.nextBytes(material);
            DataKey key = new DataKey(ids.keyId(), purpose, subject, Secret.of(material));
            byId.put(key.id(), key);
            return key;
        });
    }

    @Override
    public DataKey dataKey(TenantId tenant, KeyId id) {
        DataKey key = byId.get(id);
        if (key == null) {
            throw ProblemType.NOT_FOUND.because("there is no such key");
        }
        return key;
    }

    @Override
    public void destroy(TenantId tenant, KeyId id) {
        throw new UnsupportedOperationException("no key is destroyed");
    }

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> records) {
        return new AuditHead(records.size(), "0".repeat(64));
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public AuditHead head(Caller caller) {
        throw new UnsupportedOperationException("nothing is kept");
    }

    @Override
    public AuditVerification verify(Caller caller) {
        throw new UnsupportedOperationException("nothing is kept");
    }
}
