package dev.parley.auth.store;

import dev.parley.auth.factor.PendingSignIn;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.Optional;

/// Sign-ins between their password and their second factor. They expire within minutes.
public final class PendingSignInStore {
    private static final Collection<PendingSignIn> PENDING =
            Collection.of("auth_pending_sign_ins", PendingSignIn.class).expiringAt("expiresAt");

    private final DocumentStore documents;

    public PendingSignInStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(PENDING));
    }

    public void add(TenantId tenant, String id, PendingSignIn pending) {
        documents.transact(tenant, tx -> {
            tx.insert(PENDING, id, pending);
            return true;
        });
    }

    public Optional<PendingSignIn> pending(TenantId tenant, String id) {
        return documents.get(tenant, PENDING, id).map(Versioned::value);
    }

    /// Counts a try before it is made.
    ///
    /// @return empty when there are none left, or no such sign-in
    public Optional<PendingSignIn> tryOnce(TenantId tenant, String id) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<PendingSignIn>> stored = tx.get(PENDING, id);
            if (stored.isEmpty() || stored.get().value().triesLeft() <= 0) {
                return Optional.empty();
            }
            PendingSignIn tried = stored.get().value().tried();
            tx.replace(PENDING, id, tried, stored.get().version());
            return Optional.of(tried);
        });
    }

    /// Notes the authenticator app that is being added, unless one is already.
    ///
    /// @return the sign-in as it is then; empty when there is none
    public Optional<PendingSignIn> addTotp(TenantId tenant, String id, String totpId, String sealedSecret) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<PendingSignIn>> stored = tx.get(PENDING, id);
            if (stored.isEmpty() || stored.get().value().sealedSecret() != null) {
                return stored.map(Versioned::value);
            }
            PendingSignIn adding = stored.get().value().adding(totpId, sealedSecret);
            tx.replace(PENDING, id, adding, stored.get().version());
            return Optional.of(adding);
        });
    }

    /// Ends it.
    ///
    /// @return false when it was ended before
    public boolean end(TenantId tenant, String id) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<PendingSignIn>> stored = tx.get(PENDING, id);
            stored.ifPresent(found -> tx.delete(PENDING, id, found.version()));
            return stored.isPresent();
        });
    }
}
