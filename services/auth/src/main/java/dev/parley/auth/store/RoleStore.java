package dev.parley.auth.store;

import dev.parley.auth.authz.StoredRole;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Roles of a tenant's making, and who has them.
public final class RoleStore {
    private static final String BY_AGE = "by_age";
    private static final String BY_USER = "by_user";
    private static final String BY_ROLE = "by_role";
    private static final Collection<StoredRole> ROLES =
            Collection.of("auth_roles", StoredRole.class, Index.on(BY_AGE, "createdAt"));
    /// Each under the ids of its user and its role.
    private static final Collection<Given> GIVEN = Collection.of(
            "auth_given_roles",
            Given.class,
            Index.on(BY_USER, "userId", "roleId"),
            Index.on(BY_ROLE, "roleId", "userId"));

    private final DocumentStore documents;

    public RoleStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(ROLES, GIVEN));
    }

    record Given(UserId userId, String roleId) {}

    /// @return false when there are `most` already; nothing was done then
    public boolean add(TenantId tenant, String id, StoredRole role, int most) {
        return documents.transact(tenant, tx -> {
            if (tx.find(ROLES, IndexQuery.on(BY_AGE).limit(most)).size() >= most) {
                return false;
            }
            tx.insert(ROLES, id, role);
            return true;
        });
    }

    public Optional<Versioned<StoredRole>> role(TenantId tenant, String id) {
        return documents.get(tenant, ROLES, id);
    }

    /// From the oldest, at most 1000.
    public List<Versioned<StoredRole>> all(TenantId tenant) {
        return documents.find(tenant, ROLES, IndexQuery.on(BY_AGE));
    }

    /// Puts `role` in the place of `old`.
    ///
    /// @return false when that was changed in the meantime; nothing was done then
    public boolean replace(TenantId tenant, Versioned<StoredRole> old, StoredRole role) {
        try {
            documents.transact(tenant, tx -> {
                tx.replace(ROLES, old.id(), role, old.version());
                return true;
            });
            return true;
        } catch (StaleVersionException e) {
            return false;
        }
    }

    /// Removes a role that nobody has any more.
    public void remove(TenantId tenant, String id) {
        documents.transact(tenant, tx -> {
            tx.get(ROLES, id).ifPresent(role -> tx.delete(ROLES, id, role.version()));
            return true;
        });
    }

    /// The roles of an account, by their ids.
    public Set<String> rolesOf(TenantId tenant, UserId user) {
        Set<String> ids = new HashSet<>();
        documents
                .find(tenant, GIVEN, IndexQuery.on(BY_USER).equal(user.value()))
                .forEach(given -> ids.add(given.value().roleId()));
        return ids;
    }

    /// All that the roles of an account allow together.
    public Set<Permission> permissionsOf(TenantId tenant, UserId user) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        rolesOf(tenant, user)
                .forEach(id -> role(tenant, id)
                        .ifPresent(role -> permissions.addAll(role.value().permissions())));
        return permissions;
    }

    /// Who has a role, up to `most`.
    public List<UserId> holders(TenantId tenant, String roleId, int most) {
        return documents
                .find(tenant, GIVEN, IndexQuery.on(BY_ROLE).equal(roleId).limit(most))
                .stream()
                .map(given -> given.value().userId())
                .toList();
    }

    /// The holders of a role that come after one of them, in the order of their ids, up to `most`.
    public List<UserId> holdersAfter(TenantId tenant, String roleId, UserId after, int most) {
        return documents
                .find(
                        tenant,
                        GIVEN,
                        IndexQuery.on(BY_ROLE)
                                .equal(roleId)
                                .after(after.value())
                                .limit(most))
                .stream()
                .map(given -> given.value().userId())
                .toList();
    }

    public void take(TenantId tenant, UserId user, String roleId) {
        documents.transact(tenant, tx -> {
            take(tx, user, roleId);
            return true;
        });
    }

    /// Gives an account exactly these roles, all of which must be there.
    ///
    /// @return what it had before; empty when one of `roleIds` is no role, and nothing was done then
    public Optional<Set<String>> assign(TenantId tenant, UserId user, Set<String> roleIds) {
        return documents.transact(tenant, tx -> {
            if (!roleIds.stream().allMatch(id -> tx.get(ROLES, id).isPresent())) {
                return Optional.empty();
            }
            Set<String> before = new HashSet<>();
            tx.find(GIVEN, IndexQuery.on(BY_USER).equal(user.value()))
                    .forEach(given -> before.add(given.value().roleId()));
            before.stream().filter(id -> !roleIds.contains(id)).forEach(id -> take(tx, user, id));
            roleIds.stream()
                    .filter(id -> !before.contains(id))
                    .forEach(id -> tx.insert(GIVEN, id(user, id), new Given(user, id)));
            return Optional.of(before);
        });
    }

    private static void take(Transaction tx, UserId user, String roleId) {
        String id = id(user, roleId);
        tx.get(GIVEN, id).ifPresent(given -> tx.delete(GIVEN, id, given.version()));
    }

    private static String id(UserId user, String roleId) {
        return user.value() + "." + roleId;
    }
}
