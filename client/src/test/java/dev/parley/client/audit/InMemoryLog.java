package dev.parley.client.audit;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A log without proofs: keeps what it is given once, can be away, and can be made to forget to answer after
/// keeping.
final class InMemoryLog implements AuditApi {
    private final Set<AuditRecord> records = new LinkedHashSet<>();
    private final List<Integer> batchSizes = new ArrayList<>();
    private boolean away;
    private int answersToLose;
    private String refusedAction = "";

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    /// The next `count` batches are kept, but their sender hears of a failure.
    synchronized void loseAnswers(int count) {
        answersToLose = count;
    }

    synchronized void refuse(String action) {
        refusedAction = action;
    }

    synchronized List<AuditRecord> records() {
        return List.copyOf(records);
    }

    synchronized List<Integer> batchSizes() {
        return List.copyOf(batchSizes);
    }

    @Override
    public synchronized AuditHead append(TenantId tenant, List<AuditRecord> batch) {
        if (away) {
            throw new StoreUnavailableException("compliance is away");
        }
        if (batch.stream().anyMatch(r -> r.action().equals(refusedAction))) {
            throw ProblemType.VALIDATION_FAILED.because("action is not allowed");
        }
        records.addAll(batch);
        batchSizes.add(batch.size());
        if (answersToLose > 0) {
            answersToLose--;
            throw new StoreUnavailableException("the answer was lost");
        }
        return new AuditHead(records.size(), "0".repeat(64));
    }

    @Override
    public List<AuditEntry> entries(Caller caller, long afterSeq, int limit) {
        throw new UnsupportedOperationException("records() shows what was appended");
    }

    @Override
    public AuditHead head(Caller caller) {
        throw new UnsupportedOperationException("records() shows what was appended");
    }

    @Override
    public AuditVerification verify(Caller caller) {
        throw new UnsupportedOperationException("there are no proofs here");
    }
}
