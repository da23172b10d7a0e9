package dev.parley.storage.migration;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The states of migrations, and the right to change them, which one process has at a time.
///
/// Whoever has it writes a new `beat` with every batch, in the transaction that moves the state on; who waits takes
/// it over when the beat has not changed for a time, by its own clock, so that clocks that are apart do no harm.
/// Whoever was taken for dead finds another holder at its next batch, and stops.
final class MigrationStore {
    private static final String BY_NUMBER = "by_number";
    static final Collection<MigrationState> STATES =
            Collection.of("parley_migrations", MigrationState.class, Index.unique(BY_NUMBER, "number"));
    static final Collection<Lease> LEASES = Collection.of("parley_migration_lease", Lease.class);
    private static final String LEASE = "lease";

    private final DocumentStore documents;

    MigrationStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(STATES, LEASES));
    }

    /// @param holder empty when nobody has it
    record Lease(String holder, long beat) {}

    List<MigrationState> states() {
        return documents.find(TenantId.DEFAULT, STATES, IndexQuery.on(BY_NUMBER)).stream()
                .map(Versioned::value)
                .toList();
    }

    Optional<MigrationState> state(int number) {
        return documents.get(TenantId.DEFAULT, STATES, id(number)).map(Versioned::value);
    }

    /// The lease as it stands; nobody's when there never was one.
    Lease lease() {
        return documents
                .get(TenantId.DEFAULT, LEASES, LEASE)
                .map(Versioned::value)
                .orElse(new Lease("", 0));
    }

    /// Makes `holder` the holder, if the lease is still as it was `seen`.
    boolean take(Lease seen, String holder) {
        return documents.transact(TenantId.DEFAULT, tx -> {
            Versioned<Lease> found = tx.get(LEASES, LEASE).orElse(null);
            Lease next = new Lease(holder, seen.beat + 1);
            if (found == null) {
                tx.insert(LEASES, LEASE, next);
                return true;
            }
            if (!found.value().equals(seen)) {
                return false;
            }
            tx.replace(LEASES, LEASE, next, found.version());
            return true;
        });
    }

    /// Keeps a state, if `holder` still has the lease.
    ///
    /// @throws LeaseLostException when it has not
    void put(String holder, MigrationState state) {
        asHolder(holder, tx -> {
            Versioned<MigrationState> known = tx.get(STATES, id(state.number())).orElse(null);
            if (known == null) {
                tx.insert(STATES, id(state.number()), state);
            } else {
                tx.replace(STATES, id(state.number()), state, known.version());
            }
        });
    }

    /// Forgets a state: the migration counts as never taken.
    void remove(String holder, int number) {
        asHolder(
                holder,
                tx -> tx.get(STATES, id(number)).ifPresent(known -> tx.delete(STATES, id(number), known.version())));
    }

    /// Lets the next one in, if `holder` still has the lease.
    void release(String holder) {
        documents.transact(TenantId.DEFAULT, tx -> {
            tx.get(LEASES, LEASE)
                    .filter(lease -> lease.value().holder().equals(holder))
                    .ifPresent(lease -> tx.replace(
                            LEASES, LEASE, new Lease("", lease.value().beat() + 1), lease.version()));
            return true;
        });
    }

    private void asHolder(String holder, Consumer<Transaction> work) {
        documents.transact(TenantId.DEFAULT, tx -> {
            Versioned<Lease> lease = tx.get(LEASES, LEASE).orElseThrow(LeaseLostException::new);
            if (!lease.value().holder().equals(holder)) {
                throw new LeaseLostException();
            }
            tx.replace(LEASES, LEASE, new Lease(holder, lease.value().beat() + 1), lease.version());
            work.accept(tx);
            return true;
        });
    }

    private static String id(int number) {
        return "%06d".formatted(number);
    }
}
