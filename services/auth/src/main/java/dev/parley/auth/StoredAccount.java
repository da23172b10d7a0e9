package dev.parley.auth;

import dev.parley.api.auth.Account;
import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An account as it is kept.
///
/// @param nameKey the user name in lower case
/// @param deactivatedAt since when nobody can sign in to it; null while one can
public record StoredAccount(
        String userName,
        String nameKey,
        String displayName,
        Set<Role> roles,
        Instant createdAt,
        @Nullable Instant deactivatedAt) {
    public StoredAccount {
        roles = Set.copyOf(roles);
    }

    /// The same account with these roles.
    public StoredAccount with(Set<Role> otherRoles) {
        return new StoredAccount(userName, nameKey, displayName, otherRoles, createdAt, deactivatedAt);
    }

    StoredAccount named(String otherDisplayName) {
        return new StoredAccount(userName, nameKey, otherDisplayName, roles, createdAt, deactivatedAt);
    }

    StoredAccount deactivated(Instant now) {
        return new StoredAccount(userName, nameKey, displayName, roles, createdAt, now);
    }

    StoredAccount reactivated() {
        return new StoredAccount(userName, nameKey, displayName, roles, createdAt, null);
    }

    public boolean isActive() {
        return deactivatedAt == null;
    }

    /// Whether it is one of those of whom there must be one.
    public boolean isActiveOwner() {
        return isActive() && roles.contains(Role.OWNER);
    }

    /// What others may know of it.
    Account profile(UserId id) {
        return new Account(id, userName, displayName, roles, createdAt);
    }
}
