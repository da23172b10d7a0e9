package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.UserId;
import java.util.List;
import java.util.Set;

/// Roles of the tenant's own making, which its owner defines and gives; beside the built-in ones, never in their
/// place.
///
/// Whoever loses a permission by a change here is signed out everywhere, and their API tokens are judged anew.
public interface CustomRolesApi {
    /// From the oldest.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`
    List<CustomRole> all(Caller.User caller);

    /// @throws dev.parley.core.problem.ProblemException `forbidden`, also for a permission that the caller has not
    ///     or that is reserved; `too-many-roles` (409), `validation-failed`
    CustomRole create(Caller.User caller, RoleDefinition definition);

    /// @throws dev.parley.core.problem.ProblemException as [#create]; `not-found`
    CustomRole change(Caller.User caller, String roleId, RoleDefinition definition);

    /// Takes it from everybody.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`
    void delete(Caller.User caller, String roleId);

    /// Those of an account.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`
    List<CustomRole> rolesOf(Caller.User caller, UserId user);

    /// Gives an account exactly these.
    ///
    /// @param roleIds at most 16
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`, `validation-failed`
    List<CustomRole> assign(Caller.User caller, UserId user, Set<String> roleIds);

    /// @param name 1 to 80 characters
    /// @param permissions at least one
    record RoleDefinition(String name, Set<Permission> permissions) {
        public RoleDefinition {
            permissions = Set.copyOf(permissions);
        }
    }

    record CustomRole(String id, String name, Set<Permission> permissions) {
        public CustomRole {
            permissions = Set.copyOf(permissions);
        }
    }
}
