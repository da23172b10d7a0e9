package dev.parley.api.auth;

import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Set;

/// What others in the tenant may know of an account.
public record Account(UserId id, String userName, String displayName, Set<Role> roles, Instant createdAt) {
    public Account {
        roles = Set.copyOf(roles);
    }
}
