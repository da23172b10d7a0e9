package dev.parley.auth.store;

import dev.parley.auth.authz.StoredBreakGlass;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;

/// Who opened what, and why. Kept for good: the audit log says the same, but not to everybody who must be able to
/// ask.
public final class BreakGlassStore {
    private static final String BY_AGE = "by_age";
    private static final String BY_USER = "by_user";
    private static final Collection<StoredBreakGlass> OPENED = Collection.of(
            "auth_break_glass",
            StoredBreakGlass.class,
            Index.on(BY_AGE, "openedAt"),
            Index.on(BY_USER, "userId", "openedAt"));

    private final DocumentStore documents;

    public BreakGlassStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(OPENED));
    }

    public void add(TenantId tenant, String id, StoredBreakGlass opened) {
        documents.transact(tenant, tx -> {
            tx.insert(OPENED, id, opened);
            return true;
        });
    }

    public Optional<Versioned<StoredBreakGlass>> opened(TenantId tenant, String id) {
        return documents.get(tenant, OPENED, id);
    }

    /// From the newest, at most 1000.
    public List<Versioned<StoredBreakGlass>> all(TenantId tenant) {
        return documents.find(tenant, OPENED, IndexQuery.on(BY_AGE).reversed());
    }

    /// Those of one user, from the newest, at most 1000.
    public List<Versioned<StoredBreakGlass>> ofUser(TenantId tenant, UserId user) {
        return documents.find(
                tenant, OPENED, IndexQuery.on(BY_USER).equal(user.value()).reversed());
    }

    /// Puts `ended` in the place of `old`.
    ///
    /// @return false when that was changed in the meantime; nothing was done then
    public boolean replace(TenantId tenant, Versioned<StoredBreakGlass> old, StoredBreakGlass ended) {
        try {
            documents.transact(tenant, tx -> {
                tx.replace(OPENED, old.id(), ended, old.version());
                return true;
            });
            return true;
        } catch (StaleVersionException e) {
            return false;
        }
    }
}
