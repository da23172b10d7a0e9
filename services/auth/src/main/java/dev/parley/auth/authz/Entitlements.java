package dev.parley.auth.authz;

import dev.parley.auth.StoredAccount;
import dev.parley.auth.store.RoleStore;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;

/// What an account may: by its built-in roles and those of the tenant's making.
public final class Entitlements {
    private final RoleStore roles;

    public Entitlements(RoleStore roles) {
        this.roles = roles;
    }

    /// As of now; read after whatever the answer is put into.
    public Rights of(TenantId tenant, UserId user, StoredAccount account) {
        return Rights.of(account.roles()).and(roles.permissionsOf(tenant, user));
    }
}
