package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Set;

/// An account as it is kept.
///
/// @param nameKey the user name in lower case
public record StoredAccount(String userName, String nameKey, String displayName, Set<Role> roles, Instant createdAt) {
    public StoredAccount {
        roles = Set.copyOf(roles);
    }

    /// The same account with these roles.
    public StoredAccount with(Set<Role> otherRoles) {
        return new StoredAccount(userName, nameKey, displayName, otherRoles, createdAt);
    }

    /// What others may know of it.
    Account profile(UserId id) {
        return new Account(id, userName, displayName, roles, createdAt);
    }
}
