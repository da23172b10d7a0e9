package dev.parley.auth.authz;

import dev.parley.api.auth.CustomRolesApi;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.Sessions;
import dev.parley.auth.VisibleText;
import dev.parley.auth.store.AccountStore;
import dev.parley.auth.store.RoleStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.document.Versioned;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Roles of the tenant's own making.
public final class CustomRoles implements CustomRolesApi {
    private static final int MAX_ROLES = 200;
    private static final int MAX_NAME = 80;
    private static final int PAGE = 100;
    private static final String ID_PREFIX = "rol";

    private final AccountStore accounts;
    private final RoleStore store;
    private final Sessions sessions;
    private final AccessEvents events;
    private final Sources sources;

    public CustomRoles(
            AccountStore accounts, RoleStore store, Sessions sessions, AccessEvents events, Sources sources) {
        this.accounts = accounts;
        this.store = store;
        this.sessions = sessions;
        this.events = events;
        this.sources = sources;
    }

    /// Where ids and time come from.
    public record Sources(IdSource ids, InstantSource clock) {}

    @Override
    public List<CustomRole> all(Caller.User caller) {
        caller.require(Permission.ROLES_ADMINISTER);
        return store.all(caller.tenant()).stream()
                .map(role -> role.value().shown(role.id()))
                .toList();
    }

    @Override
    public CustomRole create(Caller.User caller, RoleDefinition definition) {
        StoredRole role = new StoredRole(
                name(caller, definition),
                definition.permissions(),
                sources.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        String id = sources.ids().next(ID_PREFIX);
        if (!store.add(caller.tenant(), id, role, MAX_ROLES)) {
            throw AuthProblems.TOO_MANY_ROLES.because("there are " + MAX_ROLES + " already");
        }
        events.roleCreated(caller, id, role);
        return role.shown(id);
    }

    @Override
    public CustomRole change(Caller.User caller, String roleId, RoleDefinition definition) {
        String name = name(caller, definition);
        Versioned<StoredRole> old = stored(caller, roleId);
        StoredRole next =
                new StoredRole(name, definition.permissions(), old.value().createdAt());
        if (!store.replace(caller.tenant(), old, next)) {
            throw ProblemType.CONFLICT.because("the role was changed in the meantime");
        }
        events.roleChanged(caller, roleId, next);
        if (!next.permissions().containsAll(old.value().permissions())) {
            endSessionsOfHolders(caller, roleId);
        }
        return next.shown(roleId);
    }

    /// In an order in which it can be done again from the start when it broke off: the role is the last to go.
    @Override
    public void delete(Caller.User caller, String roleId) {
        caller.require(Permission.ROLES_ADMINISTER);
        stored(caller, roleId);
        List<UserId> holders = store.holders(caller.tenant(), roleId, PAGE);
        while (!holders.isEmpty()) {
            for (UserId holder : holders) {
                store.take(caller.tenant(), holder, roleId);
                sessions.endAll(caller, holder);
            }
            holders = store.holders(caller.tenant(), roleId, PAGE);
        }
        store.remove(caller.tenant(), roleId);
        events.roleDeleted(caller, roleId);
    }

    @Override
    public List<CustomRole> rolesOf(Caller.User caller, UserId user) {
        caller.require(Permission.ROLES_ADMINISTER);
        requireAccount(caller, user);
        return shown(caller, store.rolesOf(caller.tenant(), user));
    }

    @Override
    public List<CustomRole> assign(Caller.User caller, UserId user, Set<String> roleIds) {
        caller.require(Permission.ROLES_ADMINISTER);
        requireAccount(caller, user);
        for (String id : roleIds) {
            store.role(caller.tenant(), id)
                    .ifPresent(role -> Authority.requireHas(caller, role.value().permissions()));
        }
        Set<String> before = store.assign(caller.tenant(), user, roleIds)
                .orElseThrow(() -> AuthProblems.invalid("roles", "names a role that there is not"));
        if (!before.equals(roleIds)) {
            events.rolesAssigned(caller, user, roleIds);
        }
        Set<String> lost = new HashSet<>(before);
        lost.removeAll(roleIds);
        if (!lost.isEmpty()) {
            sessions.endAll(caller, user);
        }
        return shown(caller, roleIds);
    }

    private void endSessionsOfHolders(Caller.User caller, String roleId) {
        List<UserId> holders = store.holders(caller.tenant(), roleId, PAGE);
        while (!holders.isEmpty()) {
            holders.forEach(holder -> sessions.endAll(caller, holder));
            holders = store.holdersAfter(caller.tenant(), roleId, holders.getLast(), PAGE);
        }
    }

    private List<CustomRole> shown(Caller.User caller, Set<String> ids) {
        return ids.stream()
                .sorted()
                .flatMap(id ->
                        store.role(caller.tenant(), id).map(role -> role.value().shown(id)).stream())
                .toList();
    }

    /// Checks everything about the definition.
    private static String name(Caller.User caller, RoleDefinition definition) {
        caller.require(Permission.ROLES_ADMINISTER);
        if (definition.permissions().isEmpty()) {
            throw AuthProblems.invalid("permissions", "must name one at least");
        }
        if (!definition.permissions().stream().allMatch(Permission::inCustomRoles)) {
            throw ProblemType.FORBIDDEN.because("a permission is among them that only built-in roles have");
        }
        Authority.requireHas(caller, definition.permissions());
        return VisibleText.of(definition.name(), MAX_NAME)
                .orElseThrow(() -> AuthProblems.invalid("name", "must have 1 to 80 visible characters"));
    }

    private Versioned<StoredRole> stored(Caller.User caller, String roleId) {
        return store.role(caller.tenant(), roleId).orElseThrow(CustomRoles::unknown);
    }

    private void requireAccount(Caller.User caller, UserId user) {
        if (accounts.account(caller.tenant(), user).isEmpty()) {
            throw ProblemType.NOT_FOUND.because("there is no such account");
        }
    }

    private static ProblemException unknown() {
        return ProblemType.NOT_FOUND.because("there is no such role");
    }
}
