package dev.parley.compliance;

import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.ChainEnd;
import dev.parley.compliance.chain.SealedRecord;
import dev.parley.compliance.store.AuditStore;
import dev.parley.compliance.store.AuditStore.Appended;
import dev.parley.compliance.store.AuditStore.HeadMoved;
import dev.parley.compliance.store.AuditStore.Outcome;
import dev.parley.compliance.store.AuditStore.RecordKnown;
import dev.parley.compliance.store.AuditStore.StoredHead;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The one place of this process that puts entries at the end of one tenant's chain.
///
/// Callers bring their records to a queue and then ask for the turn. Who gets it commits everything that waits, in
/// one transaction; the others find their records committed when they get it. So while one commit waits for the
/// disk, the next one fills: the more callers, the larger the commits. Hashing happens here, on the callers'
/// threads, and not on the writer thread of the store, which all services share.
///
/// Other processes may write the same chain: then the head is not where it was, and the entries are made again at
/// its new place. Safe for concurrent use.
final class ChainWriter {
    /// Bounds one transaction, and with it how long others wait for the store's writer.
    static final int MAX_RECORDS_PER_COMMIT = 2000;

    /// The writer that was faster knows the new head at once, and we only after reading it: who lost twice would
    /// lose on.
    private static final int MAX_LOST_RACES = 2;

    private final TenantId tenant;
    private final AuditStore store;
    private final InstantSource clock;
    private final Queue<Batch> waiting = new ConcurrentLinkedQueue<>();
    private final ReentrantLock turn = new ReentrantLock();

    /// Where the chain ends as far as this process knows; null when it has to look. Guarded by `turn`.
    private @Nullable StoredHead head;

    /// The furthest end that this process has seen. Written under `turn`.
    private volatile ChainEnd furthest = ChainEnd.EMPTY;

    ChainWriter(TenantId tenant, AuditStore store, InstantSource clock) {
        this.tenant = tenant;
        this.store = store;
        this.clock = clock;
    }

    /// Adds records in their order, but for those that the chain has already. Durable when this returns.
    ///
    /// @return where the chain ends then, perhaps with the records of others
    ChainEnd append(List<SealedRecord> records) {
        Batch batch = new Batch(records);
        waiting.add(batch);
        turn.lock();
        try {
            while (batch.isOpen()) {
                commitWaiting();
            }
        } finally {
            turn.unlock();
        }
        return batch.outcome();
    }

    /// The furthest end that this process has seen; a log that ends earlier has lost entries.
    ChainEnd furthest() {
        return furthest;
    }

    private void commitWaiting() {
        List<Batch> batches = new ArrayList<>();
        List<SealedRecord> records = new ArrayList<>();
        for (Batch next = waiting.peek();
                next != null && (records.isEmpty() || records.size() + next.records.size() <= MAX_RECORDS_PER_COMMIT);
                next = waiting.peek()) {
            waiting.remove();
            batches.add(next);
            records.addAll(next.records);
        }
        try {
            ChainEnd end = commit(withoutRepeats(records));
            batches.forEach(batch -> batch.end = end);
        } catch (RuntimeException | Error e) {
            // Whatever it was, the end may not be where it was thought to be.
            head = null;
            batches.forEach(batch -> batch.failure = e);
        }
    }

    private ChainEnd commit(List<SealedRecord> records) {
        List<SealedRecord> left = records;
        int lost = 0;
        while (true) {
            StoredHead from = currentHead();
            if (left.isEmpty()) {
                return from.end();
            }
            switch (append(from, left, lost < MAX_LOST_RACES)) {
                case Appended appended -> {
                    head = appended.head();
                    furthest = appended.head().end();
                    return furthest;
                }
                case HeadMoved _ -> {
                    lost++;
                    head = null;
                }
                case RecordKnown _ -> left = withoutKnown(left);
            }
        }
    }

    /// @param racing whether to hash here and hope that the head stays, or to hash where it cannot move
    private Outcome append(StoredHead from, List<SealedRecord> records, boolean racing) {
        return racing
                ? store.append(tenant, from, AuditChain.extend(tenant, from.end(), records, clock.instant()))
                : store.append(tenant, end -> AuditChain.extend(tenant, end, records, clock.instant()));
    }

    private StoredHead currentHead() {
        StoredHead current = head;
        if (current == null) {
            current = store.head(tenant);
            if (current.end().size() < furthest.size()) {
                throw new StoreUnavailableException("the audit log of " + tenant + " went back from " + furthest.size()
                        + " to " + current.end().size() + " entries: nothing is added to it");
            }
            head = current;
            furthest = current.end();
        }
        return current;
    }

    private static List<SealedRecord> withoutRepeats(List<SealedRecord> records) {
        Set<AuditRecordId> seen = HashSet.newHashSet(records.size());
        return records.stream().filter(each -> seen.add(each.record().id())).toList();
    }

    private List<SealedRecord> withoutKnown(List<SealedRecord> records) {
        return records.stream()
                .filter(each -> !store.contains(tenant, each.record().id()))
                .toList();
    }

    /// What one caller brings and gets. Guarded by `turn`, but for the records.
    private static final class Batch {
        private final List<SealedRecord> records;
        private @Nullable ChainEnd end;
        private @Nullable Throwable failure;

        private Batch(List<SealedRecord> records) {
            this.records = records;
        }

        private boolean isOpen() {
            return end == null && failure == null;
        }

        private ChainEnd outcome() {
            if (failure instanceof Error error) {
                throw error;
            }
            if (failure instanceof RuntimeException exception) {
                throw exception;
            }
            if (end == null) {
                throw new IllegalStateException("a batch that is not open has an outcome");
            }
            return end;
        }
    }
}
