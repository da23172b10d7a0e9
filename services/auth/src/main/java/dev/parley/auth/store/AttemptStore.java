package dev.parley.auth.store;

import dev.parley.auth.attempt.FailureCounter;
import dev.parley.auth.attempt.Failures;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Counts of failed sign-ins and other attempts, the addresses from which accounts are used, and used challenges.
/// All of them expire.
public final class AttemptStore {
    private static final Collection<Failures> FAILURES =
            Collection.of("auth_failures", Failures.class).expiringAt("expiresAt");
    private static final Collection<KnownAddress> KNOWN =
            Collection.of("auth_known_addresses", KnownAddress.class).expiringAt("expiresAt");
    private static final Collection<Spent> SPENT =
            Collection.of("auth_spent_challenges", Spent.class).expiringAt("expiresAt");
    private static final Duration KNOWN_PRECISION = Duration.ofDays(1);

    private final DocumentStore documents;

    public AttemptStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(FAILURES, KNOWN, SPENT));
    }

    record KnownAddress(Instant expiresAt) {}

    record Spent(Instant expiresAt) {}

    /// Uses a challenge up.
    ///
    /// @return whether it had not been before
    public boolean spend(TenantId tenant, String challenge, Instant expiresAt) {
        try {
            return documents.transact(tenant, tx -> {
                if (tx.get(SPENT, challenge).isPresent()) {
                    return false;
                }
                tx.insert(SPENT, challenge, new Spent(expiresAt));
                return true;
            });
        } catch (DuplicateKeyException e) {
            // Used twice at once, on a store that finds out at the commit.
            return false;
        }
    }

    /// Adds a failure to each counter, unless one of them says to wait.
    ///
    /// @return how long to wait; zero when it was added
    public Duration add(TenantId tenant, List<FailureCounter> counters, String knownId, Instant now) {
        return documents.transact(tenant, tx -> {
            boolean known = tx.get(KNOWN, knownId).isPresent();
            Duration wait = Duration.ZERO;
            for (FailureCounter counter : counters) {
                if (!(known && counter.sparesKnownAddress())) {
                    Duration asked = counter.backoff().wait(failures(tx, counter), now);
                    wait = asked.compareTo(wait) > 0 ? asked : wait;
                }
            }
            if (wait.isZero()) {
                counters.forEach(counter -> addOne(tx, counter, now));
            }
            return wait;
        });
    }

    /// Takes one failure back from each counter, and remembers the address.
    ///
    /// @param knownUntil how long the address counts as known from now on
    public void takeBack(TenantId tenant, List<FailureCounter> counters, String knownId, Instant knownUntil) {
        documents.transact(tenant, tx -> {
            for (FailureCounter counter : counters) {
                tx.get(FAILURES, counter.id()).ifPresent(stored -> takeBack(tx, counter, stored));
            }
            remember(tx, knownId, knownUntil);
            return true;
        });
    }

    private static Failures failures(Transaction tx, FailureCounter counter) {
        return tx.get(FAILURES, counter.id()).map(Versioned::value).orElse(Failures.NONE);
    }

    private static void addOne(Transaction tx, FailureCounter counter, Instant now) {
        Optional<Versioned<Failures>> stored = tx.get(FAILURES, counter.id());
        if (stored.isEmpty()) {
            tx.insert(FAILURES, counter.id(), counter.backoff().add(Failures.NONE, now));
        } else {
            Versioned<Failures> old = stored.get();
            tx.replace(FAILURES, old.id(), counter.backoff().add(old.value(), now), old.version());
        }
    }

    private static void takeBack(Transaction tx, FailureCounter counter, Versioned<Failures> stored) {
        Failures left = stored.value().withoutOne();
        if (counter.clearedBySuccess() || left.count() == 0) {
            tx.delete(FAILURES, stored.id(), stored.version());
        } else {
            tx.replace(FAILURES, stored.id(), left, stored.version());
        }
    }

    private static void remember(Transaction tx, String id, Instant until) {
        Optional<Versioned<KnownAddress>> stored = tx.get(KNOWN, id);
        if (stored.isEmpty()) {
            tx.insert(KNOWN, id, new KnownAddress(until));
            return;
        }
        // Written again only when it gains at least a day, or hardly any sign-in would be without this write.
        Versioned<KnownAddress> old = stored.get();
        if (Duration.between(old.value().expiresAt(), until).compareTo(KNOWN_PRECISION) >= 0) {
            tx.replace(KNOWN, id, new KnownAddress(until), old.version());
        }
    }
}
