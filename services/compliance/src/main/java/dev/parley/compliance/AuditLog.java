package dev.parley.compliance;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.ChainEnd;
import dev.parley.compliance.chain.SealedRecord;
import dev.parley.compliance.store.AuditStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.document.Versioned;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The audit log: use cases. There is no way to change or remove an entry.
public final class AuditLog implements AuditApi {
    /// Largest page.
    static final int MAX_PAGE = 1000;

    private final AuditStore store;
    private final PersonalSealer sealer;
    private final InstantSource clock;
    private final Map<TenantId, ChainWriter> writers = new ConcurrentHashMap<>();

    public AuditLog(AuditStore store, PersonalSealer sealer, InstantSource clock) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
    }

    @Override
    public AuditHead append(TenantId tenant, List<AuditRecord> records) {
        AuditRules.require(records);
        List<SealedRecord> sealed =
                records.stream().map(record -> sealer.seal(tenant, record)).toList();
        return writer(tenant).append(sealed).head();
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        requireReader(caller);
        if (afterSeq < 0 || limit < 1 || limit > MAX_PAGE) {
            throw ProblemType.VALIDATION_FAILED.because("afterSeq is at least 0, limit 1 to " + MAX_PAGE);
        }
        return store.entries(caller.tenant(), afterSeq, limit).stream()
                .map(Versioned::value)
                .toList();
    }

    @Override
    public AuditHead head(Caller caller) {
        requireReader(caller);
        return store.head(caller.tenant()).end().head();
    }

    @Override
    public AuditVerification verify(Caller caller) {
        requireReader(caller);
        TenantId tenant = caller.tenant();
        ChainEnd furthest = writer(tenant).furthest();
        ChainEnd stored = store.head(tenant).end();
        // What this process has seen the log to be, it must still be, whatever the stored head says now.
        ChainEnd expected = stored.size() < furthest.size() ? furthest : stored;
        AuditVerification verification =
                AuditChain.verify(new StoredChain(store, tenant, 0, expected.size()), expected.head());
        return verification.whole() ? withoutStrays(tenant, expected, verification) : verification;
    }

    /// Entries behind the head belong to batches that came since, and then the head has moved, or to nobody.
    private AuditVerification withoutStrays(TenantId tenant, ChainEnd end, AuditVerification whole) {
        boolean more = new StoredChain(store, tenant, end.size(), 1).hasNext();
        if (more && store.head(tenant).end().size() == end.size()) {
            return new AuditVerification(
                    false, end.size(), end.size() + 1, "the entry stands behind the end of the log");
        }
        return whole;
    }

    private ChainWriter writer(TenantId tenant) {
        return writers.computeIfAbsent(tenant, missing -> new ChainWriter(missing, store, clock));
    }

    private static void requireReader(Caller caller) {
        boolean allowed = switch (caller) {
            case Caller.Service _ -> true;
            case Caller.User user -> user.may(Permission.AUDIT_READ);
            case Caller.Anonymous _ -> false;
        };
        if (!allowed) {
            throw ProblemType.FORBIDDEN.because("this needs the permission " + Permission.AUDIT_READ.code());
        }
    }
}
