package dev.parley.auth.authz;

import dev.parley.api.auth.CustomRolesApi.CustomRole;
import dev.parley.core.caller.Permission;
import java.time.Instant;
import java.util.Set;

/// A role of the tenant's making, as it is kept.
public record StoredRole(String name, Set<Permission> permissions, Instant createdAt) {
    public StoredRole {
        permissions = Set.copyOf(permissions);
    }

    CustomRole shown(String id) {
        return new CustomRole(id, name, permissions);
    }
}
