package dev.parley.auth.store;

import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.Revocations.Revocation;
import dev.parley.auth.Session;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Sessions, and the list of those that were ended before their time.
///
/// The list is one for the installation and stands under its first tenant, because verifiers follow it as a
/// whole. It holds nothing but ids and times, and forgets an entry when no access token of that session can be
/// alive.
public final class SessionStore {
    private static final TenantId HOME = TenantId.DEFAULT;
    private static final String BY_USER = "by_user";
    private static final String BY_TIME = "by_time";
    private static final int PAGE = IndexQuery.MAX_LIMIT;
    /// How much later than its stamp another process may commit a revocation: clocks differ, and commits take
    /// time.
    private static final Duration OVERLAP = Duration.ofSeconds(5);

    private static final Collection<Session> SESSIONS = Collection.of(
                    "auth_sessions", Session.class, Index.on(BY_USER, "userId", "createdAt"))
            .expiringAt("expiresAt");
    private static final Collection<Revoked> REVOKED = Collection.of(
                    "auth_revocations", Revoked.class, Index.on(BY_TIME, "revokedAt"))
            .expiringAt("expiresAt");

    private final DocumentStore documents;

    public SessionStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(SESSIONS, REVOKED));
    }

    record Revoked(Instant revokedAt, Instant expiresAt) {}

    /// Adds a session if it may begin.
    ///
    /// @param allowed asked in the same transaction
    /// @return whether it was added
    public boolean add(TenantId tenant, SessionId id, Session session, Predicate<Transaction> allowed) {
        return documents.transact(tenant, tx -> {
            if (!allowed.test(tx)) {
                return false;
            }
            tx.insert(SESSIONS, id.value(), session);
            return true;
        });
    }

    public Optional<Versioned<Session>> session(TenantId tenant, SessionId id) {
        return documents.get(tenant, SESSIONS, id.value());
    }

    /// All sessions of a user, from the oldest login, at most 1000.
    public List<Versioned<Session>> sessionsOf(TenantId tenant, UserId user) {
        return documents.find(tenant, SESSIONS, IndexQuery.on(BY_USER).equal(user.value()));
    }

    /// Puts `session` in the place of `old`.
    ///
    /// @return false when that was changed in the meantime; nothing was done then
    public boolean replace(TenantId tenant, Versioned<Session> old, Session session) {
        try {
            documents.transact(tenant, tx -> {
                tx.replace(SESSIONS, old.id(), session, old.version());
                return true;
            });
            return true;
        } catch (StaleVersionException e) {
            return false;
        }
    }

    /// Removes a session.
    ///
    /// @return false when it was changed in the meantime; nothing was done then
    public boolean remove(TenantId tenant, Versioned<Session> old) {
        try {
            documents.transact(tenant, tx -> {
                tx.delete(SESSIONS, old.id(), old.version());
                return true;
            });
            return true;
        } catch (StaleVersionException e) {
            return false;
        }
    }

    /// Lists the session as revoked. Nothing happens when it is listed already.
    ///
    /// @param listedUntil when the last access token of the session has expired
    public void revoke(SessionId id, Instant now, Instant listedUntil) {
        documents.transact(HOME, tx -> {
            if (tx.get(REVOKED, id.value()).isEmpty()) {
                tx.insert(REVOKED, id.value(), new Revoked(now, listedUntil));
            }
            return true;
        });
    }

    /// Sessions revoked at or after `since`, oldest first.
    public Revocations revocations(Instant since) {
        // The bound of a query is exclusive, and times are kept in milliseconds.
        String justBefore = Json.time(since.minusMillis(1));
        List<Revocation> found =
                documents
                        .find(
                                HOME,
                                REVOKED,
                                IndexQuery.on(BY_TIME).after(justBefore).limit(PAGE))
                        .stream()
                        .map(entry -> new Revocation(
                                new SessionId(entry.id()), entry.value().revokedAt()))
                        .toList();
        boolean more = found.size() == PAGE;
        return new Revocations(found, next(since, found, more), more);
    }

    private static Instant next(Instant since, List<Revocation> found, boolean more) {
        if (found.isEmpty()) {
            return since;
        }
        Instant newest = found.getLast().revokedAt();
        if (!more) {
            Instant overlapping = newest.minus(OVERLAP);
            return overlapping.isAfter(since) ? overlapping : since;
        }
        // A full page within one millisecond would otherwise be asked for forever.
        return newest.isAfter(since) ? newest : newest.plusMillis(1);
    }
}
