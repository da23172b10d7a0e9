package dev.parley.core.caller;

import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.util.Set;

/// Who asks. A person acts in the tenant of their account; a service acts in the tenant that it names in its token.
public sealed interface Caller {
    TenantId tenant();

    /// A person or bot with a live session.
    ///
    /// @param roles the names of its roles in the tenant
    record User(TenantId tenant, UserId user, SessionId session, Set<Role> roles) implements Caller {
        public User {
            roles = Set.copyOf(roles);
        }

        public boolean has(Role role) {
            return roles.contains(role);
        }
    }

    /// One of the platform's own services, known by its service token.
    ///
    /// @param name the service's name, as in the configuration (`messaging`)
    record Service(TenantId tenant, String name) implements Caller {}

    /// Nobody: routes that declare no authentication. The tenant is the default one.
    record Anonymous(TenantId tenant) implements Caller {}
}
