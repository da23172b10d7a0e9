package dev.parley.auth.store;

import dev.parley.auth.StoredAccount;
import dev.parley.core.caller.Role;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Accounts, and apart from them their passwords, so that nothing that shows a profile ever holds a hash.
public final class AccountStore {
    private static final String BY_NAME = "by_name";
    private static final Collection<StoredAccount> ACCOUNTS =
            Collection.of("auth_accounts", StoredAccount.class, Index.unique(BY_NAME, "nameKey"));
    private static final Collection<StoredPassword> PASSWORDS = Collection.of("auth_passwords", StoredPassword.class);
    /// One document for each tenant: who came first. Its fixed id is what makes two first accounts impossible.
    private static final Collection<Founder> FOUNDERS = Collection.of("auth_founders", Founder.class);
    private static final String FOUNDER = "founder";

    private final DocumentStore documents;

    public AccountStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(ACCOUNTS, PASSWORDS, FOUNDERS));
    }

    /// @param hash in PHC form
    record StoredPassword(String hash, Instant changedAt) {}

    record Founder(UserId userId) {}

    /// Adds an account with its password. The first of a tenant gets the role of owner as well.
    ///
    /// @param hash in PHC form
    /// @return the account as stored; empty when its name is taken
    public Optional<StoredAccount> add(TenantId tenant, UserId id, StoredAccount account, String hash) {
        try {
            return Optional.of(documents.transact(tenant, tx -> add(tx, id, account, hash)));
        } catch (DuplicateKeyException e) {
            if (e.index().equals(BY_NAME)) {
                return Optional.empty();
            }
            // Two first accounts at once, on a store that finds out at the commit: now there is a founder.
            return Optional.of(documents.transact(tenant, tx -> add(tx, id, account, hash)));
        }
    }

    public Optional<StoredAccount> account(TenantId tenant, UserId id) {
        return documents.get(tenant, ACCOUNTS, id.value()).map(Versioned::value);
    }

    /// @param nameKey the user name in lower case
    public Optional<Versioned<StoredAccount>> accountByName(TenantId tenant, String nameKey) {
        return documents
                .find(tenant, ACCOUNTS, IndexQuery.on(BY_NAME).equal(nameKey).limit(1))
                .stream()
                .findFirst();
    }

    /// The stored hash of a password, in PHC form.
    public Optional<Versioned<String>> passwordHash(TenantId tenant, String id) {
        return documents
                .get(tenant, PASSWORDS, id)
                .map(stored -> new Versioned<>(stored.id(), stored.value().hash(), stored.version()));
    }

    /// Puts a better hash of the same password in the place of `old`, unless that was changed in the meantime.
    public void replacePasswordHash(TenantId tenant, Versioned<String> old, String hash, Instant now) {
        try {
            documents.transact(tenant, tx -> {
                tx.replace(PASSWORDS, old.id(), new StoredPassword(hash, now), old.version());
                return true;
            });
        } catch (StaleVersionException e) {
            // Another sign-in did the same, or the password is a new one: either is at least as good.
        }
    }

    private static StoredAccount add(Transaction tx, UserId id, StoredAccount account, String hash) {
        boolean first = tx.get(FOUNDERS, FOUNDER).isEmpty();
        StoredAccount stored = first ? account.with(Set.of(Role.OWNER, Role.MEMBER)) : account;
        tx.insert(ACCOUNTS, id.value(), stored);
        tx.insert(PASSWORDS, id.value(), new StoredPassword(hash, account.createdAt()));
        if (first) {
            tx.insert(FOUNDERS, FOUNDER, new Founder(id));
        }
        return stored;
    }
}
