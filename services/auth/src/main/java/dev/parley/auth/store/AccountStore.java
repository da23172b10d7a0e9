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
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Accounts, and apart from them their passwords, so that nothing that shows a profile ever holds a hash.
public final class AccountStore {
    private static final String BY_NAME = "by_name";
    private static final Collection<StoredAccount> ACCOUNTS =
            Collection.of("auth_accounts", StoredAccount.class, Index.unique(BY_NAME, "nameKey"));
    private static final Collection<StoredPassword> PASSWORDS = Collection.of("auth_passwords", StoredPassword.class);
    /// One document for each tenant: who came first. Its fixed id is what makes two first accounts impossible.
    private static final Collection<Founder> FOUNDERS = Collection.of("auth_founders", Founder.class);
    private static final String FOUNDER = "founder";
    private static final String BY_AGE = "by_age";
    /// Which accounts are those of programs, under their ids.
    private static final Collection<OfProgram> OF_PROGRAMS =
            Collection.of("auth_service_accounts", OfProgram.class, Index.on(BY_AGE, "createdAt"));

    private final DocumentStore documents;

    public AccountStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(ACCOUNTS, PASSWORDS, FOUNDERS, OF_PROGRAMS));
    }

    /// @param owners who own the installation and can sign in; null before anybody but the founder did
    record Founder(UserId userId, @Nullable Set<UserId> owners) {
        Set<UserId> activeOwners() {
            return owners == null ? Set.of(userId) : owners;
        }
    }

    record OfProgram(Instant createdAt) {}

    /// How a change to an account ended.
    public enum Change {
        DONE,
        /// It was changed in the meantime; nothing was done.
        STALE,
        /// No owner would be left who can sign in; nothing was done.
        LAST_OWNER
    }

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

    /// Adds an account without a password, which nobody can sign in to.
    ///
    /// @return false when its name is taken
    public boolean addServiceAccount(TenantId tenant, UserId id, StoredAccount account) {
        try {
            documents.transact(tenant, tx -> {
                tx.insert(ACCOUNTS, id.value(), account);
                tx.insert(OF_PROGRAMS, id.value(), new OfProgram(account.createdAt()));
                return true;
            });
            return true;
        } catch (DuplicateKeyException e) {
            return false;
        }
    }

    /// The accounts of programs, from the oldest, at most 1000.
    public List<UserId> serviceAccounts(TenantId tenant) {
        return documents.find(tenant, OF_PROGRAMS, IndexQuery.on(BY_AGE)).stream()
                .map(stored -> new UserId(stored.id()))
                .toList();
    }

    public Optional<StoredAccount> account(TenantId tenant, UserId id) {
        return stored(tenant, id).map(Versioned::value);
    }

    public Optional<Versioned<StoredAccount>> stored(TenantId tenant, UserId id) {
        return documents.get(tenant, ACCOUNTS, id.value());
    }

    /// Puts `account` in the place of `old`.
    public Change replace(TenantId tenant, Versioned<StoredAccount> old, StoredAccount account) {
        try {
            return documents.transact(tenant, tx -> {
                if (!keepsAnOwner(tx, new UserId(old.id()), old.value(), account)) {
                    return Change.LAST_OWNER;
                }
                tx.replace(ACCOUNTS, old.id(), account, old.version());
                return Change.DONE;
            });
        } catch (StaleVersionException e) {
            return Change.STALE;
        }
    }

    /// Counts the owners who can sign in, in one document that all such changes write: two who leave at once
    /// cannot both believe that the other stays.
    private static boolean keepsAnOwner(Transaction tx, UserId id, StoredAccount before, StoredAccount after) {
        if (before.isActiveOwner() == after.isActiveOwner()) {
            return true;
        }
        Versioned<Founder> founder = tx.get(FOUNDERS, FOUNDER).orElseThrow();
        Set<UserId> owners = new HashSet<>(founder.value().activeOwners());
        if (after.isActiveOwner()) {
            owners.add(id);
        } else {
            owners.remove(id);
        }
        if (owners.isEmpty()) {
            return false;
        }
        tx.replace(FOUNDERS, FOUNDER, new Founder(founder.value().userId(), owners), founder.version());
        return true;
    }

    /// @param nameKey the user name in lower case
    public Optional<Versioned<StoredAccount>> accountByName(TenantId tenant, String nameKey) {
        return documents
                .find(tenant, ACCOUNTS, IndexQuery.on(BY_NAME).equal(nameKey).limit(1))
                .stream()
                .findFirst();
    }

    public Optional<Versioned<StoredPassword>> password(TenantId tenant, String id) {
        return documents.get(tenant, PASSWORDS, id);
    }

    /// Puts another password in the place of the one that was verified.
    ///
    /// @return false when that was changed in the meantime; nothing was done then
    public boolean changePassword(TenantId tenant, UserId id, StoredPassword verified, String hash, Instant now) {
        return documents.transact(tenant, tx -> {
            Versioned<StoredPassword> stored = tx.get(PASSWORDS, id.value()).orElseThrow();
            if (!stored.value().changedAt().equals(verified.changedAt())) {
                return false;
            }
            // Never the same time twice, by which one password is told from the next.
            Instant atLeast = verified.changedAt().plusMillis(1);
            Instant at = now.truncatedTo(ChronoUnit.MILLIS);
            tx.replace(
                    PASSWORDS,
                    id.value(),
                    new StoredPassword(hash, at.isBefore(atLeast) ? atLeast : at),
                    stored.version());
            return true;
        });
    }

    /// Whether an account is what it was when its password was verified: it can be signed in to with this password
    /// and these roles. Asked in the transaction that begins a session, so that none begins behind the back of who
    /// changes the password or the roles, or closes the account, and then ends all sessions.
    ///
    /// @param passwordOf since when the verified password was the account's; null when none was verified
    public static boolean isUnchanged(Transaction tx, UserId id, StoredAccount account, @Nullable Instant passwordOf) {
        boolean sameAccount = tx.get(ACCOUNTS, id.value())
                .map(stored ->
                        stored.value().isActive() && stored.value().roles().equals(account.roles()))
                .orElse(false);
        return sameAccount
                && (passwordOf == null
                        || tx.get(PASSWORDS, id.value())
                                .map(stored -> stored.value().changedAt().equals(passwordOf))
                                .orElse(false));
    }

    /// Puts a better hash of the same password in the place of `old`, unless that was changed in the meantime.
    public void replaceHash(TenantId tenant, Versioned<StoredPassword> old, String hash) {
        try {
            documents.transact(tenant, tx -> {
                StoredPassword better = new StoredPassword(hash, old.value().changedAt());
                tx.replace(PASSWORDS, old.id(), better, old.version());
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
            tx.insert(FOUNDERS, FOUNDER, new Founder(id, null));
        }
        return stored;
    }
}
