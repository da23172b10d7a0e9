package dev.parley.auth.store;

import dev.parley.auth.authz.StoredApiToken;
import dev.parley.core.id.SessionId;
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

/// API tokens, by the hash of their text.
public final class ApiTokenStore {
    private static final String BY_HASH = "by_hash";
    private static final String BY_USER = "by_user";
    private static final String BY_SESSION = "by_session";
    private static final Collection<StoredApiToken> TOKENS = Collection.of(
                    "auth_api_tokens",
                    StoredApiToken.class,
                    Index.unique(BY_HASH, "tokenHash"),
                    Index.on(BY_USER, "userId", "createdAt"),
                    Index.on(BY_SESSION, "sessionId"))
            .expiringAt("expiresAt");

    private final DocumentStore documents;

    public ApiTokenStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(TOKENS));
    }

    /// @return false when the owner has `most` already; nothing was done then
    public boolean add(TenantId tenant, String id, StoredApiToken token, int most) {
        IndexQuery ofOwner =
                IndexQuery.on(BY_USER).equal(token.userId().value()).limit(most);
        return documents.transact(tenant, tx -> {
            if (tx.find(TOKENS, ofOwner).size() >= most) {
                return false;
            }
            tx.insert(TOKENS, id, token);
            return true;
        });
    }

    public Optional<Versioned<StoredApiToken>> token(TenantId tenant, String id) {
        return documents.get(tenant, TOKENS, id);
    }

    public Optional<Versioned<StoredApiToken>> byHash(TenantId tenant, String hash) {
        return documents.find(tenant, TOKENS, IndexQuery.on(BY_HASH).equal(hash).limit(1)).stream()
                .findFirst();
    }

    public Optional<Versioned<StoredApiToken>> bySession(TenantId tenant, SessionId session) {
        return documents
                .find(
                        tenant,
                        TOKENS,
                        IndexQuery.on(BY_SESSION).equal(session.value()).limit(1))
                .stream()
                .findFirst();
    }

    /// From the oldest.
    public List<Versioned<StoredApiToken>> ofUser(TenantId tenant, UserId user) {
        return documents.find(tenant, TOKENS, IndexQuery.on(BY_USER).equal(user.value()));
    }

    /// Puts `token` in the place of `old`.
    ///
    /// @return false when that was changed or removed in the meantime; nothing was done then
    public boolean replace(TenantId tenant, Versioned<StoredApiToken> old, StoredApiToken token) {
        try {
            documents.transact(tenant, tx -> {
                tx.replace(TOKENS, old.id(), token, old.version());
                return true;
            });
            return true;
        } catch (StaleVersionException e) {
            return false;
        }
    }

    /// @return whether there was one
    public boolean remove(TenantId tenant, String id) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<StoredApiToken>> stored = tx.get(TOKENS, id);
            stored.ifPresent(token -> tx.delete(TOKENS, id, token.version()));
            return stored.isPresent();
        });
    }
}
