package dev.parley.auth.store;

import dev.parley.auth.factor.PendingTotp;
import dev.parley.auth.factor.StoredTotp;
import dev.parley.auth.passkey.PasskeyUse;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.passkey.StoredPasskey;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The second factors of accounts. Whatever lets in once is used up in one transaction, so that of any number of
/// uses at once, on any number of nodes, one succeeds.
public final class FactorStore {
    private static final String BY_USER = "by_user";
    private static final Collection<StoredTotp> TOTPS =
            Collection.of("auth_totps", StoredTotp.class, Index.on(BY_USER, "userId", "createdAt"));
    private static final Collection<PendingTotp> PENDING_TOTPS =
            Collection.of("auth_pending_totps", PendingTotp.class).expiringAt("expiresAt");
    /// One document for each account, under the id of its user.
    private static final Collection<StoredCodes> CODES = Collection.of("auth_recovery_codes", StoredCodes.class);

    private static final String BY_CREDENTIAL = "by_credential";
    private static final Collection<StoredPasskey> PASSKEYS = Collection.of(
            "auth_passkeys",
            StoredPasskey.class,
            Index.on(BY_USER, "userId", "createdAt"),
            Index.unique(BY_CREDENTIAL, "credentialId"));
    private static final Collection<UsedChallenge> USED_CHALLENGES =
            Collection.of("auth_used_challenges", UsedChallenge.class).expiringAt("expiresAt");

    private final DocumentStore documents;

    public FactorStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(TOTPS, PENDING_TOTPS, PASSKEYS, USED_CHALLENGES, CODES));
    }

    /// @param hashes of the codes that are left
    record StoredCodes(List<String> hashes, Instant createdAt) {
        StoredCodes {
            hashes = List.copyOf(hashes);
        }
    }

    record UsedChallenge(Instant expiresAt) {}

    /// What became of the use of a passkey.
    public enum Use {
        USED,
        /// Its counter is not what that of one key can be.
        CLONED,
        /// Its challenge was used before, or the passkey is gone.
        REFUSED
    }

    /// What became of a wish to remove a factor.
    public enum Removal {
        REMOVED,
        UNKNOWN,
        /// It is the last one, and was to stay.
        LAST
    }

    /// The authenticator apps of an account, from the oldest on.
    public List<Versioned<StoredTotp>> totps(TenantId tenant, UserId user) {
        return documents.find(tenant, TOTPS, IndexQuery.on(BY_USER).equal(user.value()));
    }

    /// Whether an account has any. Asked in the transaction that begins a session by password alone, so that none
    /// begins behind the back of who adds the first factor and then ends all other sessions.
    public static boolean hasAny(Transaction tx, UserId user) {
        IndexQuery one = IndexQuery.on(BY_USER).equal(user.value()).limit(1);
        return !tx.find(TOTPS, one).isEmpty() || !tx.find(PASSKEYS, one).isEmpty();
    }

    public void addPending(TenantId tenant, String id, PendingTotp pending) {
        documents.transact(tenant, tx -> {
            tx.insert(PENDING_TOTPS, id, pending);
            return true;
        });
    }

    public Optional<PendingTotp> pendingTotp(TenantId tenant, String id) {
        return documents.get(tenant, PENDING_TOTPS, id).map(Versioned::value);
    }

    /// Adds an authenticator app in the place of the pending one with its id, if there is one.
    ///
    /// @param codes hashes of recovery codes, kept when the account has none yet
    /// @return whether they were kept; empty when the app was added before
    public Optional<Boolean> add(TenantId tenant, String id, StoredTotp totp, List<String> codes) {
        return documents.transact(tenant, tx -> {
            if (tx.contains(TOTPS, id)) {
                return Optional.empty();
            }
            tx.get(PENDING_TOTPS, id).ifPresent(pending -> tx.delete(PENDING_TOTPS, id, pending.version()));
            tx.insert(TOTPS, id, totp);
            return Optional.of(addCodes(tx, totp.userId(), codes, totp.createdAt()));
        });
    }

    /// Uses up the codes of an app up to a step.
    ///
    /// @return false when that was done before
    public boolean useStep(TenantId tenant, String id, long step, Instant now) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<StoredTotp>> stored = tx.get(TOTPS, id);
            if (stored.isEmpty() || stored.get().value().lastStep() >= step) {
                return false;
            }
            tx.replace(
                    TOTPS,
                    id,
                    stored.get().value().used(step, now),
                    stored.get().version());
            return true;
        });
    }

    /// The passkeys of an account, from the oldest on.
    public List<Versioned<StoredPasskey>> passkeys(TenantId tenant, UserId user) {
        return documents.find(tenant, PASSKEYS, IndexQuery.on(BY_USER).equal(user.value()));
    }

    /// @param credentialId base64url
    public Optional<Versioned<StoredPasskey>> passkey(TenantId tenant, String credentialId) {
        return documents
                .find(
                        tenant,
                        PASSKEYS,
                        IndexQuery.on(BY_CREDENTIAL).equal(credentialId).limit(1))
                .stream()
                .findFirst();
    }

    /// Adds a passkey and uses up its challenge.
    ///
    /// @param codes as in [#add]
    /// @return whether they were kept; empty when the passkey was added before, here or for somebody else, or the
    ///     challenge was used
    public Optional<Boolean> addPasskey(TenantId tenant, String id, Passkeys.Added added, List<String> codes) {
        StoredPasskey passkey = added.passkey();
        try {
            return documents.transact(tenant, tx -> {
                if (!useChallenge(tx, added.challenge().id(), added.challenge().until())) {
                    return Optional.empty();
                }
                tx.insert(PASSKEYS, id, passkey);
                return Optional.of(addCodes(tx, passkey.userId(), codes, passkey.createdAt()));
            });
        } catch (DuplicateKeyException e) {
            return Optional.empty();
        }
    }

    /// Uses up the challenge of a verified signature and keeps its counter.
    public Use usePasskey(TenantId tenant, String id, PasskeyUse use, Instant now) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<StoredPasskey>> stored = tx.get(PASSKEYS, id);
            if (stored.isEmpty() || !useChallenge(tx, use.challengeId(), use.challengeUntil())) {
                return Use.REFUSED;
            }
            if (!stored.get().value().counts(use.counter())) {
                return Use.CLONED;
            }
            tx.replace(
                    PASSKEYS,
                    id,
                    stored.get().value().used(use, now),
                    stored.get().version());
            return Use.USED;
        });
    }

    /// How many recovery codes are left.
    public int codesLeft(TenantId tenant, UserId user) {
        return documents
                .get(tenant, CODES, user.value())
                .map(codes -> codes.value().hashes().size())
                .orElse(0);
    }

    /// Uses up a recovery code.
    ///
    /// @return false when there is none with this hash, or no longer
    public boolean useCode(TenantId tenant, UserId user, String hash) {
        return documents.transact(tenant, tx -> {
            Optional<Versioned<StoredCodes>> stored = tx.get(CODES, user.value());
            if (stored.isEmpty() || !stored.get().value().hashes().contains(hash)) {
                return false;
            }
            List<String> left = new ArrayList<>(stored.get().value().hashes());
            left.remove(hash);
            StoredCodes codes = new StoredCodes(left, stored.get().value().createdAt());
            tx.replace(CODES, user.value(), codes, stored.get().version());
            return true;
        });
    }

    /// Puts new recovery codes in the place of all that are left.
    public void replaceCodes(TenantId tenant, UserId user, List<String> hashes, Instant now) {
        documents.transact(tenant, tx -> {
            removeCodes(tx, user);
            return addCodes(tx, user, hashes, now);
        });
    }

    /// Removes a factor of an account; the recovery codes go with the last one.
    ///
    /// @param keepsLast whether the last one is to stay
    public Removal remove(TenantId tenant, UserId user, String id, boolean keepsLast) {
        return documents.transact(tenant, tx -> {
            IndexQuery own = IndexQuery.on(BY_USER).equal(user.value());
            List<Versioned<StoredTotp>> totps = tx.find(TOTPS, own);
            List<Versioned<StoredPasskey>> passkeys = tx.find(PASSKEYS, own);
            boolean last = totps.size() + passkeys.size() == 1;
            Optional<Versioned<StoredTotp>> totp = withId(totps, id);
            Optional<Versioned<StoredPasskey>> passkey = withId(passkeys, id);
            if (totp.isEmpty() && passkey.isEmpty()) {
                return Removal.UNKNOWN;
            }
            if (last && keepsLast) {
                return Removal.LAST;
            }
            totp.ifPresent(found -> tx.delete(TOTPS, id, found.version()));
            passkey.ifPresent(found -> tx.delete(PASSKEYS, id, found.version()));
            if (last) {
                removeCodes(tx, user);
            }
            return Removal.REMOVED;
        });
    }

    private static <T> Optional<Versioned<T>> withId(List<Versioned<T>> factors, String id) {
        return factors.stream().filter(one -> one.id().equals(id)).findFirst();
    }

    private static boolean useChallenge(Transaction tx, String id, Instant until) {
        if (tx.contains(USED_CHALLENGES, id)) {
            return false;
        }
        tx.insert(USED_CHALLENGES, id, new UsedChallenge(until));
        return true;
    }

    private static boolean addCodes(Transaction tx, UserId user, List<String> hashes, Instant now) {
        if (hashes.isEmpty() || tx.contains(CODES, user.value())) {
            return false;
        }
        tx.insert(CODES, user.value(), new StoredCodes(hashes, now));
        return true;
    }

    private static void removeCodes(Transaction tx, UserId user) {
        tx.get(CODES, user.value()).ifPresent(codes -> tx.delete(CODES, user.value(), codes.version()));
    }
}
